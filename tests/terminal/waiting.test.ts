import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../electron/engine/clock.ts'
import { createMemoryVault } from '../../electron/engine/store/vault.ts'
import { type RunningPractice, startPractice } from '../../electron/practice/startPractice.ts'
import { actOn } from '../../electron/terminal/commands/actOn.ts'
import { exitCodes } from '../../electron/terminal/exitCode.ts'
import { createOutput } from '../../electron/terminal/output.ts'
import type { Session } from '../../electron/terminal/session.ts'
import type { PushMessage } from '../../shared/contract/contract.ts'
import { startTestEngine, type TestEngine, testSpeed } from '../support/testEngine.ts'

/** More than are tried before a run waits for the network. */
const failures = 9

let practice: RunningPractice
let engine: TestEngine
let session: Session
let said: string
let failuresLeft: number
beforeEach(async () => {
  practice = await startPractice({ speed: testSpeed, lagMs: 0 })
  failuresLeft = 0
  said = ''
  const listeners = new Set<(message: PushMessage) => void>()
  engine = await startTestEngine({
    practice,
    // Waits are short, but no shorter than what is shown; whoever waits for hours goes on waiting.
    clock: {
      ...systemClock,
      sleep: (ms, signal) => systemClock.sleep(ms < 3_600_000 ? Math.min(ms, 300) : ms, signal),
    },
    ports: {
      vault: createMemoryVault(),
      fetch: networkThatFails(),
      push: (message) => listeners.forEach((tell) => tell(message)),
    },
  })
  const stderr = { write: (text: string) => (said += text) }
  session = {
    client: engine.client,
    onPush(listener: (message: PushMessage) => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    output: {
      ...createOutput(false, { stdout: stderr, stderr }),
      progress: (_phase: string, words: string) => (said += `${words}\n`),
    },
    signal: new AbortController().signal,
    vaultWarning: null,
  } as unknown as Session
  practice.kit.requests.clear()
})
afterEach(async () => {
  await engine.close()
  await practice.close()
})

/** Once a write wants to leave, nothing leaves for a while. */
function networkThatFails(): typeof fetch {
  let isOffline = false
  return (input, init) => {
    const writes = init?.method !== undefined && init.method !== 'GET'
    if (writes) isOffline = true
    if (!isOffline || failuresLeft === 0) return fetch(input, init)
    failuresLeft -= 1
    const cause = Object.assign(new Error('x'), { code: 'ENOTFOUND' })
    return Promise.reject(new TypeError('fetch failed', { cause }))
  }
}

const webhook = { target_url: 'https://hooks.example.com/a', event: 'subscriber.subscriber_activate' }
const endpoint = { url: 'https://hooks.example.com/a', events: 'tag.created' }
const someone = () => {
  const [found] = [...practice.kit.state.subscribers.all()].filter(({ state }) => state === 'active')
  if (!found) throw new Error('nobody is there')
  return found
}
const account = async () => {
  const [found] = await engine.client.connections.list({})
  if (!found) throw new Error('nothing is connected')
  return found
}
const writes = () =>
  practice.kit.requests.entries.filter(({ method }) => method !== 'GET').map(({ method }) => method)

describe('without a network, what is done to an account without a file', () => {
  it.each([
    ['unsubscribing somebody', 'subscribers', 'unsubscribe', () => ({ email: someone().emailAddress })],
    ['adding a webhook', 'webhooks', 'insert', () => webhook],
    ['adding an endpoint', 'webhookEndpoints', 'insert', () => endpoint],
  ] as const)('waits and says so, then goes on by itself: %s', async (_what, type, op, row) => {
    const [rows, before] = [[row()], someone()]
    failuresLeft = failures
    const exit = await actOn(session, await account(), { type, op, rows }, 'Sure?', { yes: true })
    expect(said).toMatch(/trying again in .*cannot reach Kit/)
    expect(exit).toBe(exitCodes.done)
    expect(failuresLeft).toBe(0)
    expect(writes()).toEqual(['POST'])
    const { subscribers, webhooks, webhookEndpoints } = practice.kit.state
    expect(subscribers.byEmail(before.emailAddress)?.state).toBe(
      op === 'unsubscribe' ? 'cancelled' : 'active',
    )
    expect(webhooks.size + webhookEndpoints.size).toBe(op === 'unsubscribe' ? 0 : 1)
  })
})

describe('a new signing secret', () => {
  const endpointThere = async () => {
    const rows = [endpoint]
    const given = { connection: 'Bakery', type: 'webhookEndpoints', op: 'insert', rows } as const
    await engine.client.objects.act(given)
    const [made] = practice.kit.state.webhookEndpoints.values()
    return String(made?.id)
  }
  const secret = () => [...practice.kit.state.webhookEndpoints.values()][0]?.secret

  it('is asked for again as long as the request can not leave, and once', async () => {
    const made = await endpointThere()
    failuresLeft = 5
    const answer = await engine.client.objects.rotateSecret({ connection: 'Bakery', endpoint: made })
    expect(answer.secret).toBe(secret())
    expect(failuresLeft).toBe(0)
    expect(writes()).toEqual(['POST', 'POST'])
  })

  it('is not asked for again where the answer was lost: it may be there', async () => {
    const made = await endpointThere()
    practice.kit.faults.add({ kind: 'drop-after-commit', times: 1 })
    await expect(
      engine.client.objects.rotateSecret({ connection: 'Bakery', endpoint: made }),
    ).rejects.toMatchObject({ code: 'conflict', message: expect.stringMatching(/Make another/) as string })
    expect(writes()).toEqual(['POST', 'POST'])
  })
})
