import { isLoopbackHost } from '../loopback.ts'

/** One request that the practice account made to somebody. Never holds a body. */
export interface Delivery {
  /** What it was about: `bulk` or the name of an event. */
  readonly about: string
  readonly url: string
  /** What the receiver answered; `null` where it could not be reached or did not answer in time. */
  readonly status: number | null
}

/** What the practice account sends on its own: results of bulk requests, and webhooks. */
export interface Outbox {
  /** Sends JSON to an address of this computer, once; anything else is kept from going out. */
  post(about: string, url: string, body: unknown, headers?: Readonly<Record<string, string>>): void
  /** The latest deliveries, oldest first. */
  readonly deliveries: readonly Delivery[]
  clear(): void
}

const maxUnderWay = 4
const maxWaiting = 1000
const maxKept = 200
const timeoutMs = 10_000

/**
 * Reaches this computer and nobody else, follows no redirect, and sends a few at a time; beyond a thousand that
 * wait, new ones are dropped.
 * @param signal ends everything when the server closes
 */
export function createOutbox(signal: AbortSignal): Outbox {
  let deliveries: readonly Delivery[] = []
  let waiting: (() => Promise<void>)[] = []
  let underWay = 0

  const note = (delivery: Delivery) => {
    deliveries = [...deliveries, delivery].slice(-maxKept)
  }
  const send = async (about: string, url: string, init: RequestInit) => {
    const limited = { ...init, signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) }
    const status = await fetch(url, limited).then(
      async (answer) => {
        await answer.body?.cancel()
        return answer.status
      },
      () => null, // Nobody there, too slow, or the server is closing: noted as not delivered.
    )
    note({ about, url, status })
  }
  const next = () => {
    const job = underWay < maxUnderWay ? waiting.shift() : undefined
    if (job === undefined) return
    underWay++
    void job().finally(() => {
      underWay--
      next()
    })
  }
  return {
    get deliveries() {
      return deliveries
    },
    post: (about, url, body, headers = {}) => {
      if (!isOwnAddress(url) || signal.aborted || waiting.length >= maxWaiting) return
      const init = {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      } as const
      waiting.push(() => send(about, url, init))
      next()
    },
    clear: () => {
      waiting = []
      deliveries = []
    },
  }
}

/** Whether an address is one of this computer. */
export function isOwnAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, host } = new URL(text)
  return (protocol === 'http:' || protocol === 'https:') && isLoopbackHost(host)
}
