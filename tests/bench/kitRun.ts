import { join } from 'node:path'
import type { AudienceChoice } from '../faults/faultyAccount.ts'
import { writeLines } from '../support/peopleFile.ts'
import type { Reading } from './figure.ts'
import { shareOfLimit } from './shareOfLimit.ts'
import {
  type CarriedOut,
  latencyMs,
  refusals,
  type SimulatedAccounts,
  type SeenRequest,
  type SimulatedWay,
  startSimulation,
  writes,
} from './simulatedAccounts.ts'

/** A file that is sent to Kit by one of its ways in, at that way's real limit. */
export interface KitRun {
  readonly way: SimulatedWay
  readonly requestsPerMinute: number
  /** In words: `1,000 new rows with two tags`. */
  readonly rowsAre: string
  readonly rows: number
  readonly header: string
  readonly line: (row: number) => string
  readonly audiences: readonly AudienceChoice[]
  /** What the account is like before. */
  readonly arrange?: (there: SimulatedAccounts) => void | Promise<void>
  /** The plan is made, and the run is about to begin. */
  readonly beforeRun?: (there: SimulatedAccounts) => void | Promise<void>
  /** Has a run that stopped go on. */
  readonly mend?: (there: SimulatedAccounts, stoppedBecause: string) => Promise<void>
  /** The fewest writes that Kit allows, and why. */
  readonly fewest: number
  readonly because: string
  /** Writes that may be made once more, where something went wrong on the way. */
  readonly again?: number
  /** Of the limit that must be used at least; `null` where that says nothing. */
  readonly share: number | null
  /** What is measured after the run. */
  readonly then?: (there: SimulatedAccounts, run: CarriedOut) => Promise<readonly Reading[]>
}

/** Plans and carries out the file on a simulated clock: how many writes, how much of the limit, how many refusals. */
export async function measureKitRun(folder: string, run: KitRun): Promise<Reading[]> {
  const there = await startSimulation(folder, run.way)
  try {
    const path = join(folder, 'people.csv')
    await run.arrange?.(there)
    writeLines(path, run.header, run.rows, run.line)
    const plan = await there.plan(path, { audiences: run.audiences })
    // Somebody reads the plan, so that the run does not begin in the middle of a window.
    await there.clock.advance(60_000)
    await run.beforeRun?.(there)
    const { mend } = run
    const done = await there.run(plan, mend && ((because) => mend(there, because)))
    if (done.written !== run.rows) throw new Error(`${done.written} of ${run.rows} rows were written.`)
    return [...readings(run, plan.requests, done), ...((await run.then?.(there, done)) ?? [])]
  } finally {
    await there.close()
  }
}

function readings(run: KitRun, planned: number, { requests, tookMs }: CarriedOut): Reading[] {
  const { requestsPerMinute, rowsAre, fewest, again = 0, because, share } = run
  const minutes = (tookMs / 60_000).toFixed(2)
  return [
    {
      what: `${rowsAre}: writes`,
      value: takenWrites(requests),
      unit: 'requests',
      beside: `${because}; the plan said ${planned}, the run made ${requests.length} in all`,
      goal: { is: again === 0 ? 'exactly' : 'at most', value: fewest + again },
    },
    {
      what: 'share of the limit used',
      value: shareOfLimit([{ requests: requestsPerMinute, windowMs: 60_000 }], requests),
      unit: 'share',
      beside: `${requests.length} requests in ${minutes} simulated minutes, answers taking ${latencyMs} ms, beside the least time ${requestsPerMinute} a minute allow`,
      goal: share === null ? null : { is: 'at least', value: share },
    },
    {
      what: 'refused with 429',
      value: refusals(requests),
      unit: 'refusals',
      beside: `of ${requests.length} requests`,
      goal: { is: 'exactly', value: 0 },
    },
  ]
}

/** Those that Kit took: a token that expires costs a refusal, and a request for the next one. */
function takenWrites(requests: readonly SeenRequest[]): number {
  return writes(requests.filter(({ status, path }) => status < 400 && !path.startsWith('/oauth/')))
}

/** Both are in every practice account. */
export const twoTags: readonly AudienceChoice[] = ['Webinar 2026', 'Never used'].map((name) => ({
  kind: 'tag',
  name,
}))
