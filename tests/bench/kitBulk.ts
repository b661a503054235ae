import { join } from 'node:path'
import { writeLines } from '../support/peopleFile.ts'
import type { BenchRun, Figure, Reading } from './figure.ts'
import { shareOfLimit } from './shareOfLimit.ts'
import {
  type CarriedOut,
  latencyMs,
  refusals,
  type SimulatedAccounts,
  startSimulation,
  writes,
} from './simulatedAccounts.ts'

/** Kit with a sign-in: new people with three fields and two tags, in bulk, at 600 requests a minute. */
export const kitBulk: Figure = {
  name: 'kit-bulk',
  about: 'new rows with three fields and two tags in bulk, at the real limits on a simulated clock',
  async measure(bench) {
    const there = await startSimulation(bench.folder, 'kit by signing in')
    try {
      return await measureRun(there, bench)
    } finally {
      await there.close()
    }
  },
}

const tokenLimit = [{ requests: 600, windowMs: 60_000 }]

async function measureRun(there: SimulatedAccounts, { size, folder }: BenchRun): Promise<Reading[]> {
  const rows = size === 'full' ? 10_000 : 300
  const path = join(folder, 'people.csv')
  writeLines(
    path,
    'Email,City,Company,Role',
    rows,
    (n) => `bulk.person.${n}@example.org,City ${n % 90},Company ${n},Role ${n % 7}`,
  )
  const tags = ['Webinar 2026', 'Never used'].map((name) => ({ kind: 'tag', name }) as const)
  const plan = await there.plan(path, { audiences: tags })
  // Somebody reads the plan, so that the run does not begin in the middle of a window.
  await there.clock.advance(60_000)
  return readings(rows, plan.requests, await there.run(plan))
}

function readings(rows: number, planned: number, { written, requests, tookMs }: CarriedOut): Reading[] {
  if (written !== rows) throw new Error(`${written} of ${rows} rows were written.`)
  const used = shareOfLimit(tokenLimit, requests)
  const minutes = (tookMs / 60_000).toFixed(2)
  // A hundred people, a hundred values and a hundred taggings are the most of one request.
  const fewest = Math.ceil(rows / 100) * (1 + 3 + 2)
  return [
    {
      what: `${rows.toLocaleString('en')} new rows with three fields and two tags: writes`,
      value: writes(requests),
      unit: 'requests',
      beside: `the fewest that calls of at most a hundred allow; the plan said ${planned}, the run made ${requests.length} in all; with a key it would be ${(rows * 3).toLocaleString('en')}`,
      goal: { is: 'exactly', value: fewest },
    },
    {
      what: 'share of the limit used',
      value: used,
      unit: 'share',
      beside: `${requests.length} requests in ${minutes} simulated minutes, answers taking ${latencyMs} ms, beside the least time 600 a minute allow`,
      goal: { is: 'at least', value: 0.97 },
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
