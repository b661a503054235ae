import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { BenchRun, Figure, Reading } from './figure.ts'
import { writeTenColumns } from './staging.ts'

/** The most memory that the process has which stages and maps a file; and a file five times as long. */
export const memory: Figure = {
  name: 'memory',
  about: 'the peak of a process that stages, maps and deduplicates a file, and one five times as long',
  async measure(bench) {
    const rows = bench.size === 'full' ? 1_000_000 : 2000
    const once = await peakMegabytes(bench, rows)
    return readings(rows, once, await peakMegabytes(bench, rows * 5))
  },
}

const run = promisify(execFile)

async function peakMegabytes({ folder, say }: BenchRun, rows: number): Promise<number> {
  say(`${rows.toLocaleString('en')} rows`)
  const path = join(folder, `${rows}.csv`)
  writeTenColumns(path, rows)
  const program = fileURLToPath(new URL('./stageOnce.ts', import.meta.url))
  const { stdout } = await run(process.execPath, [program, path, folder])
  return Number(stdout) / 1024
}

function readings(rows: number, once: number, fiveTimes: number): Reading[] {
  return [
    {
      what: `${rows.toLocaleString('en')} rows: most memory (RSS)`,
      value: once,
      unit: 'megabytes',
      beside: 'in a process of its own, Node included',
      goal: { is: 'at most', value: 400 },
    },
    {
      what: `${(rows * 5).toLocaleString('en')} rows beside that`,
      value: fiveTimes / once,
      unit: 'times',
      beside: `${fiveTimes.toFixed(0)} MB beside ${once.toFixed(0)} MB`,
      goal: { is: 'at most', value: 1.25 },
    },
  ]
}
