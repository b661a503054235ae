import { Worker } from 'node:worker_threads'
import { clientOver, type Transport } from '../shared/contract/client.ts'
import type { CallName, EngineClient, PushListener } from '../shared/contract/contract.ts'
import { AppError, fromWire, toWire } from '../shared/errors.ts'
import type { Secret } from './engine/connectors/connector.ts'
import type { Answer } from './engine/handlers/dispatch.ts'
import type { SettingsPort } from './engine/settingsPort.ts'
import type { Vault } from './engine/store/vault.ts'
import type { OwnPractice } from './practice/practicePort.ts'
import { openSettings } from './settings/openSettings.ts'
import type { EngineThreadData, FromEngine, ToEngine } from './engineMessages.ts'

export interface EngineThreadOptions extends Omit<EngineThreadData, 'protection' | 'settingsNotices'> {
  /** Stays in this thread: the engine asks for one secret at a time. */
  readonly vault: Vault
  /** Left out: the practice accounts of the data folder, in this thread. */
  readonly practice?: OwnPractice
  /** Stays in this thread too. Left out: the settings file of the data folder. */
  readonly settings?: SettingsPort
}

/** The engine as its host sees it: the contract's calls, and what only a host may do. */
export interface EngineAccess {
  readonly client: EngineClient
  /** The same by the call's name, for a host that passes calls on. */
  readonly call: Transport
  /** An opaque id for a file that the user chose. */
  registerFile(path: string): Promise<string>
  /** Where a file is that the engine wrote for the user; `null`: it is not there any more. */
  exportPath(file: string): Promise<string | null>
  /** Returns its undo. */
  onPush(listener: PushListener): () => void
  close(): Promise<void>
}

export interface EngineThread extends EngineAccess {
  /** Resolves when it ended, by `close` or by itself; calls then fail as `unavailable`. */
  readonly ended: Promise<void>
}

/**
 * Starts the engine in a thread of its own.
 * @throws AppError as `createEngine` does, e.g. `conflict` when the data folder is taken.
 */
export async function startEngineThread(options: EngineThreadOptions): Promise<EngineThread> {
  const { vault, practice = lazyPractice(options.dataFolder), ...others } = options
  const { settings = openSettings(options.dataFolder, Date.now()), ...rest } = others
  const workerData: EngineThreadData = {
    ...rest,
    protection: vault.protection,
    settingsNotices: settings.notices(),
  }
  const worker = new Worker(new URL('./engineWorker.ts', import.meta.url), { workerData })
  const listeners = new Set<PushListener>()
  const pending = pendingAnswers()
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  const post = (message: ToEngine) => worker.postMessage(message)
  worker.on('message', (message: FromEngine) => {
    if (message.type === 'answer') pending.settle(message.id, message.answer)
    else if (message.type === 'file') pending.settle(message.id, { ok: message.file })
    else if (message.type === 'export') pending.settle(message.id, { ok: message.path })
    else if (message.type === 'vault') void answerVault(vault, message).then(post)
    else if (message.type === 'practice') void startPracticeFor(practice, message.id).then(post)
    else if (message.type === 'settings') void answerSettings(settings, message).then(post)
    else if (message.type === 'push') for (const listener of listeners) listener(message.message)
  })
  worker.once('exit', () => pending.failAll())
  // Without a listener an error that escaped the engine would end the host as well; `exit` follows it.
  worker.on('error', () => pending.failAll())
  await whenReady(worker)
  const call: Transport = (name, input, signal) => callEngine(pending, post, { name, input, signal })
  return {
    client: clientOver(call),
    call,
    registerFile: async (path) => (await pending.ask((id) => post({ type: 'file', id, path }))) as string,
    exportPath: async (file) =>
      (await pending.ask((id) => post({ type: 'export', id, file }))) as string | null,
    onPush(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    ended: exited,
    async close() {
      post({ type: 'close' })
      await exited
      await practice.close()
    },
  }
}

type Pending = ReturnType<typeof pendingAnswers>

async function callEngine(
  pending: Pending,
  post: (message: ToEngine) => void,
  { name, input, signal }: { name: CallName; input: unknown; signal: AbortSignal | undefined },
): Promise<unknown> {
  // An abort that came before is announced to nobody.
  if (signal?.aborted) throw new AppError('cancelled', 'Stopped before anything was done.')
  let cancel: (() => void) | undefined
  try {
    return await pending.ask((id) => {
      cancel = () => post({ type: 'cancel', id })
      signal?.addEventListener('abort', cancel, { once: true })
      post({ type: 'call', id, name, input })
    })
  } finally {
    if (cancel) signal?.removeEventListener('abort', cancel)
  }
}

function whenReady(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.once('exit', () => reject(new AppError('bug', 'The engine ended before it was ready.')))
    worker.once('message', (message: FromEngine) => {
      worker.off('error', reject)
      if (message.type === 'ready') {
        resolve()
        return
      }
      void worker.terminate()
      reject(
        message.type === 'failed'
          ? fromWire(message.error)
          : new AppError('bug', 'The engine did not start.'),
      )
    })
  })
}

function pendingAnswers() {
  const waiting = new Map<number, (answer: Answer) => void>()
  let nextId = 1
  let isOver = false
  return {
    ask: (send: (id: number) => void): Promise<unknown> =>
      new Promise((resolve, reject) => {
        if (isOver) throw engineEnded()
        const id = nextId++
        waiting.set(id, (answer) => {
          if ('error' in answer) reject(fromWire(answer.error))
          else resolve(answer.ok)
        })
        send(id)
      }),
    settle(id: number, answer: Answer) {
      const settle = waiting.get(id)
      waiting.delete(id)
      settle?.(answer)
    },
    failAll() {
      isOver = true
      const error = toWire(engineEnded())
      for (const id of [...waiting.keys()]) this.settle(id, { error })
    },
  }
}

function engineEnded(): AppError {
  return new AppError(
    'unavailable',
    'The engine ended. Start Listferry again; a run that was under way can be resumed.',
  )
}

/** Hardly anybody needs the practice accounts: they are loaded when somebody does. */
function lazyPractice(dataFolder: string): OwnPractice {
  let loaded: Promise<OwnPractice> | null = null
  return {
    async start() {
      loaded ??= import('./practice/practicePort.ts').then((port) => port.createPracticePort(dataFolder))
      return (await loaded).start()
    },
    close: async () => (await loaded)?.close(),
  }
}

async function startPracticeFor(practice: OwnPractice, id: number): Promise<ToEngine> {
  try {
    return { type: 'practice', id, answer: { ok: await practice.start() } }
  } catch (error) {
    return { type: 'practice', id, answer: { error: toWire(error) } }
  }
}

async function answerVault(vault: Vault, asked: Extract<FromEngine, { type: 'vault' }>): Promise<ToEngine> {
  const { id, op, name, secret } = asked
  try {
    return { type: 'vault', id, answer: { ok: await useVault(vault, op, name, secret) } }
  } catch (error) {
    return { type: 'vault', id, answer: { error: toWire(error) } }
  }
}

async function answerSettings(
  settings: SettingsPort,
  { id, patch }: Extract<FromEngine, { type: 'settings' }>,
): Promise<ToEngine> {
  try {
    const ok = await (patch === null ? settings.read() : settings.write(patch))
    return { type: 'settings', id, answer: { ok } }
  } catch (error) {
    return { type: 'settings', id, answer: { error: toWire(error) } }
  }
}

async function useVault(
  vault: Vault,
  op: 'get' | 'set' | 'delete',
  name: string,
  secret: Secret | undefined,
): Promise<Secret | null> {
  if (op === 'get') return vault.get(name)
  if (op === 'delete') await vault.delete(name)
  else if (secret) await vault.set(name, secret)
  return null
}
