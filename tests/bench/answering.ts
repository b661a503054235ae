import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createMemoryVault } from '../../electron/engine/store/vault.ts'
import { type EngineThread, startEngineThread } from '../../electron/engineThread.ts'
import { startWebHost } from '../../electron/http/startWebHost.ts'
import { windowFolder } from '../../electron/windowFiles.ts'
import type { PushListener, PushMessage } from '../../shared/contract/contract.ts'
import type { RunProgress } from '../../shared/contract/runs.ts'
import type { RunId } from '../../shared/model.ts'
import { planSource } from '../support/testEngine.ts'
import { openWebWindow } from '../support/webWindow.ts'
import type { BenchRun, Figure, Reading } from './figure.ts'
import { startPracticeThread } from './practiceThread.ts'
import { writeTenColumns } from './staging.ts'

/** What others wait for an answer while a long file is staged and planned; and what a window gets of very much progress. */
export const answering: Figure = {
  name: 'answering',
  about: 'how soon the engine and its host answer meanwhile, and how much progress reaches a window',
  measure: async (bench) => [...(await whileBusy(bench)), ...(await manyEvents(bench))],
}

async function whileBusy({ folder, size, say }: BenchRun): Promise<Reading[]> {
  const rows = size === 'full' ? 1_000_000 : 3000
  const path = join(folder, 'people.csv')
  writeTenColumns(path, rows)
  const practice = await startPracticeThread()
  process.env['LISTFERRY_KIT_URL'] = practice.address
  const engine = await startEngineThread({
    dataFolder: join(folder, 'busy'),
    host: 'browser',
    vault: createMemoryVault(),
    vaultWarning: null,
  })
  try {
    say(`staging and planning ${rows.toLocaleString('en')} rows`)
    const { client } = engine
    const { connection } = await client.connections.add({
      service: 'kit',
      form: 'api-key',
      values: { apiKey: practice.kitKey },
    })
    const watched = watch(engine)
    await sleep(2000)
    const idle = watched.lap()
    const file = await engine.registerFile(path)
    const source = await client.sources.stage({ file, overrides: {} })
    const staging = watched.lap()
    await planSource(engine, source.id, {}, connection.id)
    const planning = watched.stop()
    const words = `${rows.toLocaleString('en')} rows`
    return [
      ...answers(`while it stages ${words}`, staging, idle),
      ...answers(`while it plans ${words}`, planning, idle),
    ]
  } finally {
    delete process.env['LISTFERRY_KIT_URL']
    await engine.close()
    await practice.close()
  }
}

interface Waits {
  readonly engineMs: readonly number[]
  readonly hostMs: readonly number[]
}

/** Asks the engine for its accounts fifty times a second, and this thread, which is the host, for its next turn. */
function watch({ client }: EngineThread) {
  let waits = { engineMs: [] as number[], hostMs: [] as number[] }
  const watching = { isOver: false }
  const pings = (async () => {
    while (!watching.isOver) {
      const askedAt = performance.now()
      await client.connections.list({})
      waits.engineMs.push(performance.now() - askedAt)
      await sleep(20)
    }
  })()
  const turns = (async () => {
    while (!watching.isOver) {
      const dueAt = performance.now() + 10
      await sleep(10)
      waits.hostMs.push(Math.max(0, performance.now() - dueAt))
    }
  })()
  const lap = (): Waits => {
    const taken = waits
    waits = { engineMs: [], hostMs: [] }
    return taken
  }
  return {
    lap,
    stop(): Waits {
      watching.isOver = true
      void pings
      void turns
      return lap()
    },
  }
}

function answers(when: string, { engineMs, hostMs }: Waits, idle: Waits): Reading[] {
  return [
    {
      what: `The engine answers ${when}: 99th percentile`,
      value: Math.round(percentile(engineMs, 0.99) * 10) / 10,
      unit: 'milliseconds',
      beside: besideWords(engineMs, idle.engineMs),
      goal: { is: 'at most', value: 50 },
    },
    {
      what: `The host’s own thread has a turn ${when}: 99th percentile`,
      value: Math.round(percentile(hostMs, 0.99) * 10) / 10,
      unit: 'milliseconds',
      beside: besideWords(hostMs, idle.hostMs),
      goal: { is: 'at most', value: 20 },
    },
  ]
}

/** What the rest of the machine does is in all of these; how much, shows the same while nothing is done. */
function besideWords(waits: readonly number[], idle: readonly number[]): string {
  const [median, most] = [percentile(waits, 0.5), percentile(waits, 1)].map((ms) => ms.toFixed(1))
  const quiet = percentile(idle, 0.99).toFixed(1)
  return `of ${waits.length.toLocaleString('en')} times; median ${median} ms, longest ${most} ms; ${quiet} ms while nothing is done`
}

function percentile(waits: readonly number[], share: number): number {
  const sorted = [...waits].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/** An engine that tells of so many steps of a run, over real HTTP, to a window that is open. */
async function manyEvents({ folder, size, say }: BenchRun): Promise<Reading[]> {
  const events = size === 'full' ? 100_000 : 2000
  const overMs = size === 'full' ? 5000 : 500
  say(`${events.toLocaleString('en')} progress events`)
  const listeners = new Set<PushListener>()
  const onPush = (listener: PushListener) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  const nothing = () => Promise.reject(new Error('This engine only tells of progress.'))
  const host = await startWebHost({
    engine: {
      client: new Proxy({}, { get: () => nothing }) as EngineThread['client'],
      call: nothing,
      registerFile: nothing,
      exportPath: nothing,
      onPush,
      close: () => Promise.resolve(),
    },
    dataFolder: join(folder, 'events'),
    windowFolder,
    port: 0,
  })
  const ending = new AbortController()
  try {
    const window = await openWebWindow(host.newAddress())
    const arrived = await window.listen(ending.signal)
    while (listeners.size === 0) await sleep(5)
    await tell(events, overMs, (message) => listeners.forEach((listener) => listener(message)))
    const arrivedMeanwhile = arrived.length
    await sleep(250)
    return eventReadings({ events, overMs, arrived, arrivedMeanwhile })
  } finally {
    ending.abort()
    await host.close()
  }
}

async function tell(events: number, overMs: number, push: PushListener): Promise<void> {
  const startedAt = performance.now()
  for (let done = 0; done < events;) {
    const due = Math.min(events, Math.ceil(((performance.now() - startedAt) / overMs) * events))
    while (done < due) push({ name: 'run.progress', payload: progress((done += 1), events) })
    await sleep(1)
  }
}

function progress(done: number, total: number): RunProgress {
  return {
    run: 1 as RunId,
    done,
    total,
    rejected: 0,
    requests: done,
    rowsPerMinute: 1000,
    remainingMs: null,
    waiting: null,
  }
}

function eventReadings(found: {
  readonly events: number
  readonly overMs: number
  readonly arrived: readonly PushMessage[]
  readonly arrivedMeanwhile: number
}): Reading[] {
  const { events, overMs, arrived, arrivedMeanwhile } = found
  const last = arrived.at(-1)
  const newest = last?.name === 'run.progress' ? last.payload.done : 0
  return [
    {
      what: `Of ${events.toLocaleString('en')} progress events in ${overMs / 1000} s, messages that reach a window a second`,
      value: Math.round((arrivedMeanwhile * 10_000) / overMs) / 10,
      unit: 'messages',
      beside: `${arrived.length} in all`,
      goal: { is: 'at most', value: 12 },
    },
    {
      what: 'Progress events that the window does not know of a quarter of a second after the last',
      value: events - newest,
      unit: 'messages',
      beside: `${arrived.length - arrivedMeanwhile} came after it`,
      goal: { is: 'exactly', value: 0 },
    },
  ]
}
