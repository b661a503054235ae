import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { clientOver, type Transport } from '../../shared/contract/client.ts'
import type { PushListener } from '../../shared/contract/contract.ts'
import type { HostAnswer } from '../../shared/contract/host.ts'
import { AppError, fromWire } from '../../shared/errors.ts'
import type { AttachAddress } from '../engine/store/attachFile.ts'
import type { EngineThread } from '../engineThread.ts'
import { callIdHeader } from '../http/engineRoutes.ts'
import { type AttachedTo, attachedTo } from './attachApp.ts'
import { readPushes } from './readPushes.ts'

/** The engine of another Listferry of this user. `close` only leaves it. */
export interface AttachedEngine extends EngineThread {
  readonly attachedTo: AttachedTo
  /** Has the other one show a window. @returns an address to open, where it is for the browser */
  showWindow(): Promise<string | null>
}

/** @returns `null` where nobody answers, or not to this token: left by one that crashed */
export async function attachToEngine(to: AttachAddress): Promise<AttachedEngine | null> {
  const leaving = new AbortController()
  const about = await aboutOf(to)
  const stream = about && (await request(to, '/push', { signal: leaving.signal }).catch(() => null))
  if (!about || !stream?.ok || stream.body === null) return null
  const lost = () => endedError(about)
  const listeners = new Set<PushListener>()
  const ask = (path: string, json?: unknown, headers = {}) => answerOf(to, path, json, headers, lost)
  const call: Transport = async (name, input, signal) => {
    if (signal?.aborted) throw new AppError('cancelled', 'Stopped before anything was done.')
    const id = randomUUID()
    const stop = () => void ask(`/stop/${id}`, {}).catch(() => undefined) // who is gone has stopped
    signal?.addEventListener('abort', stop, { once: true })
    return ask(`/call/${name}`, input, { [callIdHeader]: id }).finally(() =>
      signal?.removeEventListener('abort', stop),
    )
  }
  return {
    attachedTo: about,
    client: clientOver(call),
    call,
    registerFile: async (path) => (await ask('/file', { path: resolve(path) })) as string,
    exportPath: async (file) => (await ask(`/export/${encodeURIComponent(file)}`)) as string | null,
    showWindow: async () => (await ask('/window', {})) as string | null,
    onPush(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    ended: tellPushes(stream.body, listeners),
    close() {
      leaving.abort()
      return Promise.resolve()
    },
  }
}

async function aboutOf(to: AttachAddress): Promise<AttachedTo | null> {
  try {
    const response = await request(to, '/about')
    return response.ok ? attachedTo.parse(await response.json()) : null
  } catch {
    return null // nobody there, or somebody else on that port
  }
}

function request({ address, token }: AttachAddress, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` }
  return fetch(address + path, { ...init, headers })
}

/** @param json sent with POST; without it, GET */
async function answerOf(
  to: AttachAddress,
  path: string,
  json: unknown,
  headers: Readonly<Record<string, string>>,
  lost: () => AppError,
): Promise<unknown> {
  const post = { method: 'POST', body: JSON.stringify(json) }
  let answer: HostAnswer
  try {
    const response = await request(to, path, {
      ...(json !== undefined && post),
      headers: { 'content-type': 'application/json', ...headers },
    })
    answer = (await response.json()) as HostAnswer
  } catch (cause) {
    throw new AppError('unavailable', lost().message, { cause })
  }
  if ('error' in answer) throw fromWire(answer.error)
  return answer.ok
}

/** Resolves when the stream ended: the other one is gone, or we left. */
async function tellPushes(
  body: AsyncIterable<Uint8Array>,
  listeners: ReadonlySet<PushListener>,
): Promise<void> {
  try {
    for await (const message of readPushes(body)) for (const listener of listeners) listener(message)
  } catch {
    // broken off is ended as well
  }
}

const titles: Readonly<Record<AttachedTo['host'], string>> = {
  desktop: 'the desktop app',
  browser: 'the one in the browser',
  terminal: 'the one in a terminal',
}

function endedError({ host }: AttachedTo): AppError {
  return new AppError(
    'unavailable',
    `The Listferry that has the data (${titles[host]}) has ended. Do this again, and it is done without it; ` +
      'a run that was under way can be resumed.',
  )
}
