import { Worker } from 'node:worker_threads'
import { clientOver, type Transport } from '../shared/contract/client.ts'
import type { CallName, EngineClient, PushListener } from '../shared/contract/contract.ts'
import { AppError, fromWire, toWire } from '../shared/errors.ts'
import type { SettingsPort } from './engine/settingsPort.ts'
import type { Vault } from './engine/store/vault.ts'
import type { OwnPractice } from './practice/practicePort.ts'
import { type QueryChildren, queryChildren } from './queries/queryChildren.ts'
import { openSettings } from './settings/openSettings.ts'
import type { EngineThreadData, FromEngine, ToEngine } from './engineMessages.ts'
import { answerEngine, type AskedOfHost } from './hostQuestions.ts'
import { pendingAnswers, type PendingAnswers } from './pendingAnswers.ts'
import { practiceThread } from './practiceThread.ts'

export interface EngineThreadOptions extends Omit<EngineThreadData, 'protection' | 'settingsNotices'> {
  /** Stays in this thread: the engine asks for one secret at a time. */
  readonly vault: Vault
  /** Left out: the practice accounts of the data folder, in a thread of their own. */
  readonly practice?: OwnPractice
  /** Stays in this thread too. Left out: the settings file of the data folder. */
  readonly settings?: SettingsPort
  /** Where queries run. Left out: processes of Node. */
  readonly queries?: QueryChildren
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
  const { vault, practice = practiceThread(options.dataFolder), ...others } = options
  const { settings = openSettings(options.dataFolder, Date.now()), ...more } = others
  const { queries = queryChildren(), ...rest } = more
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
  const ports = { vault, practice, settings, queries }
  const answer = async (asked: AskedOfHost) =>
    post({ type: 'told', id: asked.id, answer: await answerEngine(ports, asked) })
  worker.on('message', (message: FromEngine) => {
    if (message.type === 'answer') pending.settle(message.id, message.answer)
    else if (message.type === 'file') pending.settle(message.id, { ok: message.file })
    else if (message.type === 'export') pending.settle(message.id, { ok: message.path })
    else if (message.type === 'ask') void answer(message)
    else if (message.type === 'push') for (const listener of listeners) listener(message.message)
  })
  const failAll = () => pending.failAll(toWire(engineEnded()))
  worker.once('exit', failAll)
  worker.once('exit', () => queries.endAll())
  // Without a listener an error that escaped the engine would end the host as well; `exit` follows it.
  worker.on('error', failAll)
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

async function callEngine(
  pending: PendingAnswers,
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

function engineEnded(): AppError {
  return new AppError(
    'unavailable',
    'The engine ended. Start Listferry again; a run that was under way can be resumed.',
  )
}
