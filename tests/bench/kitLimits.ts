import { join } from 'node:path'
import { arrangeSubscriber } from '../../electron/practice/kit/arrange.ts'
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

/** Kit with a key: people who are there already get a new value and two tags, at 120 requests a minute. */
export const kitLimits: Figure = {
  name: 'kit',
  about: 'changed rows with two memberships, at the real limits on a simulated clock',
  async measure(bench) {
    const there = await startSimulation(bench.folder, 'kit')
    try {
      return await measureRun(there, bench)
    } finally {
      await there.close()
    }
  },
}

const accountLimit = [{ requests: 120, windowMs: 60_000 }]

async function measureRun(there: SimulatedAccounts, { size, folder }: BenchRun): Promise<Reading[]> {
  const rows = size === 'full' ? 1000 : 60
  const path = join(folder, 'people.csv')
  for (let n = 1; n <= rows; n += 1)
    arrangeSubscriber(there.kit.state, { emailAddress: address(n), fields: { City: 'Oslo' } })
  writeLines(path, 'Email,City', rows, (n) => `${address(n)},Bergen`)
  const tags = ['Webinar 2026', 'Never used'].map((name) => ({ kind: 'tag', name }) as const)
  const plan = await there.plan(path, { audiences: tags })
  // Somebody reads the plan, so that the run does not begin in the middle of a window.
  await there.clock.advance(60_000)
  const run = await there.run(plan)
  return [...readings(rows, plan.requests, run), ...verifying(rows, await there.verify(run.id))]
}

function address(n: number): string {
  return `bench.person.${n}@example.org`
}

function readings(rows: number, planned: number, { requests, tookMs }: CarriedOut): Reading[] {
  const used = shareOfLimit(accountLimit, requests)
  const minutes = (tookMs / 60_000).toFixed(1)
  return [
    {
      what: `${rows} changed rows with two tags each: writes`,
      value: writes(requests),
      unit: 'requests',
      beside: `the fewest there can be with a key: one write and two joins a row; the plan said ${planned}, the run made ${requests.length} in all`,
      goal: { is: 'exactly', value: rows * 3 },
    },
    {
      what: 'share of the limit used',
      value: used,
      unit: 'share',
      beside: `${requests.length} requests in ${minutes} simulated minutes, answers taking ${latencyMs} ms, beside the least time 120 a minute allow`,
      goal: { is: 'at least', value: 0.98 },
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

/** Lists name up to a hundred people in one request, who are all read once. */
function verifying(
  rows: number,
  { requests, confirmed }: Awaited<ReturnType<SimulatedAccounts['verify']>>,
): Reading[] {
  return [
    {
      what: `${rows} rows read back: requests besides`,
      value: requests.length,
      unit: 'requests',
      beside: `${confirmed} rows confirmed with their tags, a hundred addresses a request`,
      goal: { is: 'at most', value: Math.ceil(rows / 50) + 2 },
    },
    {
      what: `${rows} rows read back: not confirmed`,
      value: rows - confirmed,
      unit: 'rows',
      beside: 'nobody else changed anything meanwhile',
      goal: { is: 'exactly', value: 0 },
    },
  ]
}
