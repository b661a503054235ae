import { clientOver, type Transport } from '../../shared/contract/client.ts'
import { changedWhats } from '../../shared/contract/changed.ts'
import type { PushListener, PushMessage } from '../../shared/contract/contract.ts'
import { AppError } from '../../shared/errors.ts'
import type { EngineAccess } from '../engineThread.ts'
import type { OpenedEngine } from './openEngine.ts'

/** The engine of a host with windows: it outlives the one that it was attached to, or its own thread. */
export interface LastingEngine extends EngineAccess {
  /** Opens it now, so that what is wrong is known before the first call. @throws AppError as `openEngine` */
  opened(): Promise<OpenedEngine>
}

/** One that ends sooner than this may do so again, for ever. */
const livesMs = 5000

/**
 * Opens the engine when it is first needed, and again after it ended. A call that was under way fails in words; the
 * next one finds an engine, or hears why there is none.
 */
export function lastingEngine(open: () => Promise<OpenedEngine>): LastingEngine {
  const listeners = new Set<PushListener>()
  const tell = (message: PushMessage) => {
    for (const listener of listeners) listener(message)
  }
  let current: Promise<OpenedEngine> | null = null
  let isClosing = false
  const start = async () => {
    const openedAt = performance.now()
    const engine = await open()
    engine.onPush(tell)
    void engine.ended.then(() => {
      current = null
      if (isClosing || performance.now() - openedAt < livesMs) return
      for (const what of changedWhats) tell({ name: 'changed', payload: { what } })
    })
    return engine
  }
  const opened = (): Promise<OpenedEngine> => {
    // A window that still asks must not have another engine started, which nobody would end.
    if (isClosing && current === null) return Promise.reject(closing())
    current ??= start().catch((error: unknown) => {
      current = null
      throw error
    })
    return current
  }
  const call: Transport = async (name, input, signal) => (await opened()).call(name, input, signal)
  return {
    opened,
    client: clientOver(call),
    call,
    registerFile: async (path) => (await opened()).registerFile(path),
    exportPath: async (file) => (await opened()).exportPath(file),
    onPush(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async close() {
      isClosing = true
      const engine = await current?.catch(() => null)
      await engine?.close()
    },
  }
}

function closing(): AppError {
  return new AppError(
    'unavailable',
    'Listferry is closing. Start it again; a run that was under way goes on.',
  )
}
