import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PracticePort } from '../engine/practicePort.ts'
import { type RunningPractice, startPractice } from './startPractice.ts'

/** The practice accounts of one data folder, inside the host's own process. */
export interface OwnPractice extends PracticePort {
  close(): Promise<void>
}

export interface OwnPracticeOptions {
  /** How many times as fast as real their time passes: fast enough that no limit makes anyone wait. */
  readonly speed?: number
}

export function createPracticePort(dataFolder: string, { speed = 60 }: OwnPracticeOptions = {}): OwnPractice {
  let running: Promise<RunningPractice> | null = null
  let startedAt = 0
  const startOnce = async () => {
    const practice = await startAtLastPort(join(dataFolder, 'practice.json'), speed)
    startedAt = Date.now()
    return practice
  }
  return {
    async start() {
      running ??= startOnce()
      const { address, kit, klaviyo } = await running.catch((error: unknown) => {
        running = null
        throw error
      })
      return {
        kit: { address, startedAt, values: { apiKey: kit.keys[0] ?? '' } },
        klaviyo: { address, startedAt, values: { privateKey: klaviyo.keys.all } },
      }
    },
    async close() {
      const ending = running
      running = null
      await (await ending?.catch(() => null))?.close()
    },
  }
}

/** Connections remember the address. Where another program has the port by now, any other is as good. */
async function startAtLastPort(file: string, speed: number): Promise<RunningPractice> {
  const port = lastPort(file)
  const practice = await startPractice({ port, speed }).catch((error: unknown) => {
    if (port === 0) throw error
    return startPractice({ port: 0, speed })
  })
  writeFileSync(file, JSON.stringify({ port: Number(new URL(practice.address).port) }), { mode: 0o600 })
  return practice
}

/** 0, for any, where none is remembered. */
function lastPort(file: string): number {
  try {
    const { port } = JSON.parse(readFileSync(file, 'utf8')) as { port?: unknown }
    return typeof port === 'number' && Number.isInteger(port) && port > 1023 && port < 65_536 ? port : 0
  } catch {
    return 0 // never started here, or the file was damaged: a new port does no harm
  }
}
