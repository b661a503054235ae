import type { DatabaseSync } from 'node:sqlite'
import type { PlanSummary } from '../../shared/contract/plans.ts'
import type { BenchRun, Figure, Reading } from './figure.ts'
import { openPlannedMirror, type PlannedMirror } from './plannedMirror.ts'
import { besideWords, sideBySide } from './sideBySide.ts'

/**
 * A whole plan (mapping and checking every row, finding duplicates, comparing, keeping a row and its changes in the
 * database) beside the SQL join of staged rows and contacts alone, with what it gives fetched and nothing done with it.
 */
export const plan: Figure = {
  name: 'plan',
  about: 'a plan of 10 mapped columns against the mirror, beside the bare SQL join of the same tables',
  async measure(bench) {
    const contacts = bench.size === 'full' ? 1_000_000 : 2000
    bench.say(`a mirror of ${contacts} contacts`)
    const there = openPlannedMirror(bench.folder, contacts)
    const readings: Reading[] = []
    try {
      for (const trial of trials(contacts, bench.size))
        readings.push(...(await measureTrial(bench, there, trial)))
    } finally {
      there.close()
    }
    return readings
  },
}

interface Trial {
  readonly rows: number
  readonly changedEvery: number | null
  readonly words: string
  readonly rounds: number
}

function trials(contacts: number, size: BenchRun['size']): readonly Trial[] {
  return [contacts / 5, contacts].flatMap((rows) => {
    const rounds = size === 'quick' ? 1 : rows === contacts ? 3 : 5
    return [
      { rows, rounds, changedEvery: null, words: 'all unchanged' },
      { rows, rounds, changedEvery: 10, words: 'one in ten changed' },
    ]
  })
}

async function measureTrial(
  { say }: BenchRun,
  there: PlannedMirror,
  { rows, changedEvery, words, rounds }: Trial,
): Promise<Reading[]> {
  const name = `${rows.toLocaleString('en')} rows, ${words}`
  say(name)
  const people = await there.stage(rows, changedEvery)
  // Once by itself: to watch keeps a core busy, which the plan's own threads would have.
  const breath = watchBreath()
  const made: PlanSummary[] = [await breath.during(people.plan())]
  there.db.exec('DELETE FROM plan')
  there.db.prepare('ATTACH ? AS staged').run(people.databasePath)
  const taken = await sideBySide(
    async () => made.push(await people.plan()),
    () => bareJoin(there.db, rows),
    rounds,
    () => there.db.exec('DELETE FROM plan'),
  )
  there.db.exec('DETACH staged')
  checkCounts(made, rows, changedEvery)
  return [
    {
      what: name,
      value: taken.ratio,
      unit: 'times',
      beside: besideWords(taken, 'the bare join'),
      goal: { is: 'at most', value: 3 },
    },
    {
      what: `${name}: longest time without answering others`,
      value: Math.round(breath.longestCpuMs()),
      unit: 'milliseconds',
      beside: `of this thread's processor time; ${Math.round(breath.longestMs())} ms by the clock, which others on the machine lengthen`,
      goal: { is: 'at most', value: 50 },
    },
  ]
}

function bareJoin(db: DatabaseSync, rows: number): void {
  const join = db.prepare(`SELECT r.n, r.cells, c.remote_id, c.left_reason, c.fields FROM staged.row r
    LEFT JOIN contact c INDEXED BY contact_by_email ON c.connection = 1 AND c.email_folded = lower(r.cells ->> 0)
    WHERE r.n BETWEEN ? AND ? ORDER BY r.n`)
  join.setReturnArrays(true)
  let found = 0
  for (let from = 1; from <= rows; from += 2000)
    for (const row of join.all(from, from + 1999) as unknown as unknown[][]) if (row[2] !== null) found += 1
  if (found !== rows) throw new Error(`The bare join found ${found} of ${rows} people.`)
}

function checkCounts(made: readonly PlanSummary[], rows: number, changedEvery: number | null): void {
  const update = changedEvery === null ? 0 : Math.floor(rows / changedEvery)
  for (const { counts } of made)
    if (counts.update !== update || counts.unchanged !== rows - update)
      throw new Error(`The plan counted ${JSON.stringify(counts)} of ${rows} rows.`)
}

/** The longest time that the event loop came to nobody else. */
function watchBreath() {
  let longestMs = 0
  let longestCpuMs = 0
  return {
    longestMs: () => longestMs,
    longestCpuMs: () => longestCpuMs,
    async during<T>(work: Promise<T>): Promise<T> {
      let last = turn()
      let isOver = false
      const look = () => {
        // What comes after the plan is not its own.
        if (isOver) return
        const now = turn()
        longestMs = Math.max(longestMs, now.ms - last.ms)
        longestCpuMs = Math.max(longestCpuMs, now.cpuMs - last.cpuMs)
        last = now
        setImmediate(look)
      }
      setImmediate(look)
      try {
        return await work
      } finally {
        isOver = true
      }
    },
  }
}

function turn(): { readonly ms: number; readonly cpuMs: number } {
  const { user, system } = process.threadCpuUsage()
  return { ms: performance.now(), cpuMs: (user + system) / 1000 }
}
