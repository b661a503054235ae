import { fileURLToPath } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import type { CallName } from '../shared/contract/contract.ts'
import { toWire } from '../shared/errors.ts'
import { systemClock } from './engine/clock.ts'
import { createEngine, type Engine } from './engine/createEngine.ts'
import { dispatch } from './engine/handlers/dispatch.ts'
import type { QueryPort } from './engine/query/queryPort.ts'
import type { SettingsPort } from './engine/settingsPort.ts'
import type { Vault } from './engine/store/vault.ts'
import type { EngineThreadData, FromEngine, ToEngine } from './engineMessages.ts'
import type { AskedOfHost, HostQuestions, HostSubject } from './hostQuestions.ts'
import { pendingAnswers } from './pendingAnswers.ts'

/**
 * The thread where the engine and the only database writer live: SQLite blocks, windows and terminals must not.
 * Secrets stay with the host's vault, which is asked over the same port (`hostQuestions.ts`).
 */
const port = parentPort
if (!port) throw new Error('engineWorker.ts runs as a worker thread')
const data = workerData as EngineThreadData
const send = (message: FromEngine) => port.postMessage(message)

const running = new Map<number, AbortController>()

const asked = pendingAnswers()
const ask = async <S extends HostSubject>(about: S, question: HostQuestions[S]['question']) => {
  const answer = asked.ask((id) => send({ type: 'ask', id, about, question } as AskedOfHost))
  return (await answer) as HostQuestions[S]['answer']
}

const vault: Vault = {
  protection: data.protection,
  get: (name) => ask('vault', { op: 'get', name }),
  async set(name, secret) {
    await ask('vault', { op: 'set', name, secret })
  },
  async delete(name) {
    await ask('vault', { op: 'delete', name })
  },
}

const settings: SettingsPort = {
  read: () => ask('settings', null),
  write: (patch) => ask('settings', patch),
  notices: () => data.settingsNotices,
}

const queries: QueryPort = {
  ask: (child, question) => ask('queries', { op: 'ask', child, question }),
  async end(child) {
    await ask('queries', { op: 'end', child })
  },
}

function start(): Engine | null {
  try {
    const engine = createEngine({
      dataFolder: data.dataFolder,
      host: data.host,
      clock: systemClock,
      fetch: globalThis.fetch,
      random: Math.random,
      vault,
      vaultWarning: data.vaultWarning,
      settings,
      env: process.env,
      push: (message) => send({ type: 'push', message }),
      practice: { start: () => ask('practice', null) },
      queries,
      samplesFolder: fileURLToPath(new URL('../samples', import.meta.url)),
    })
    send({ type: 'ready' })
    return engine
  } catch (error) {
    send({ type: 'failed', error: toWire(error) })
    return null
  }
}

const engine = start()

port.on('message', (message: ToEngine) => {
  if (engine === null) return
  switch (message.type) {
    case 'call':
      void answer(engine, message.id, message.name, message.input)
      return
    case 'cancel':
      running.get(message.id)?.abort()
      return
    case 'file':
      send({ type: 'file', id: message.id, file: engine.registerFile(message.path) })
      return
    case 'export':
      send({ type: 'export', id: message.id, path: engine.exportPath(message.file) ?? null })
      return
    case 'told':
      asked.settle(message.id, message.answer)
      return
    case 'close':
      void engine.close().then(() => port.close())
  }
})

async function answer(engine: Engine, id: number, name: CallName, input: unknown): Promise<void> {
  const controller = new AbortController()
  running.set(id, controller)
  const result = await dispatch(engine.handlers, name, input, controller.signal)
  running.delete(id)
  send({ type: 'answer', id, answer: result })
}
