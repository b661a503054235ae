import { fileURLToPath } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import type { CallName } from '../shared/contract/contract.ts'
import { fromWire, toWire } from '../shared/errors.ts'
import type { Settings } from '../shared/model.ts'
import { systemClock } from './engine/clock.ts'
import type { Secret } from './engine/connectors/connector.ts'
import { createEngine, type Engine } from './engine/createEngine.ts'
import { dispatch } from './engine/handlers/dispatch.ts'
import type { SettingsPort } from './engine/settingsPort.ts'
import type { Vault } from './engine/store/vault.ts'
import type { EngineThreadData, FromEngine, PracticeAccounts, ToEngine } from './engineMessages.ts'

/**
 * The thread where the engine and the only database writer live: SQLite blocks, windows and terminals must not.
 * Secrets stay with the host's vault, which is asked over the same port.
 */
const port = parentPort
if (!port) throw new Error('engineWorker.ts runs as a worker thread')
const data = workerData as EngineThreadData
const send = (message: FromEngine) => port.postMessage(message)

const vaultAnswers = new Map<number, (answer: Extract<ToEngine, { type: 'vault' }>) => void>()
const settingsAnswers = new Map<number, (answer: Extract<ToEngine, { type: 'settings' }>) => void>()
const running = new Map<number, AbortController>()

const askVault = (op: 'get' | 'set' | 'delete', name: string, secret?: Secret): Promise<Secret | null> =>
  new Promise((resolve, reject) => {
    const id = vaultAnswers.size === 0 ? 1 : Math.max(...vaultAnswers.keys()) + 1
    vaultAnswers.set(id, ({ answer }) => {
      vaultAnswers.delete(id)
      if ('error' in answer) reject(fromWire(answer.error))
      else resolve(answer.ok)
    })
    send({ type: 'vault', id, op, name, ...(secret && { secret }) })
  })

const vault: Vault = {
  protection: data.protection,
  get: (name) => askVault('get', name),
  async set(name, secret) {
    await askVault('set', name, secret)
  },
  async delete(name) {
    await askVault('delete', name)
  },
}

const practiceAnswers = new Map<number, (answer: Extract<ToEngine, { type: 'practice' }>) => void>()
let practiceAsked = 0

const askPractice = (): Promise<PracticeAccounts> =>
  new Promise((resolve, reject) => {
    const id = ++practiceAsked
    practiceAnswers.set(id, ({ answer }) => {
      practiceAnswers.delete(id)
      if ('error' in answer) reject(fromWire(answer.error))
      else resolve(answer.ok)
    })
    send({ type: 'practice', id })
  })

let settingsAsked = 0
const askSettings = (patch: Partial<Settings> | null): Promise<Settings> =>
  new Promise((resolve, reject) => {
    const id = (settingsAsked += 1)
    settingsAnswers.set(id, ({ answer }) => {
      settingsAnswers.delete(id)
      if ('error' in answer) reject(fromWire(answer.error))
      else resolve(answer.ok)
    })
    send({ type: 'settings', id, patch })
  })

const settings: SettingsPort = {
  read: () => askSettings(null),
  write: (patch) => askSettings(patch),
  notices: () => data.settingsNotices,
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
      practice: { start: askPractice },
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
    case 'vault':
      vaultAnswers.get(message.id)?.(message)
      return
    case 'practice':
      practiceAnswers.get(message.id)?.(message)
      return
    case 'settings':
      settingsAnswers.get(message.id)?.(message)
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
