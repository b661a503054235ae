import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Figure, Reading } from './figure.ts'
import { type KitRun, measureKitRun, twoTags } from './kitRun.ts'

/** Kit with a sign-in: new people with three fields and two tags, in bulk, at 600 requests a minute. */
export const kitBulk: Figure = {
  name: 'kit-bulk',
  about: 'new rows with three fields and two tags in bulk, at the real limits on a simulated clock',
  async measure({ folder, size }) {
    const rows = size === 'full' ? 10_000 : 300
    const readings: Reading[] = []
    for (const run of [bulkRun(rows), expiring(bulkRun(rows))]) {
      const inside = join(folder, run.rowsAre)
      mkdirSync(inside)
      readings.push(...(await measureKitRun(inside, run)))
    }
    return readings
  },
}

function bulkRun(rows: number): KitRun {
  return {
    way: 'kit by signing in',
    requestsPerMinute: 600,
    rowsAre: `${rows.toLocaleString('en')} new rows with three fields and two tags`,
    rows,
    header: 'Email,City,Company,Role',
    line: (n) => `bulk.person.${n}@example.org,City ${n % 90},Company ${n},Role ${n % 7}`,
    audiences: twoTags,
    // A hundred people, a hundred values and a hundred taggings are the most of one request.
    fewest: Math.ceil(rows / 100) * (1 + 3 + 2),
    because: `the fewest that calls of at most a hundred allow; with a key it would be ${(rows * 3).toLocaleString('en')}`,
    share: 0.97,
  }
}

/** The same, and the token expires when half of the people are in. */
function expiring(run: KitRun): KitRun {
  return {
    ...run,
    rowsAre: `${run.rowsAre}, the token expiring in mid-run`,
    arrange: ({ kit }) =>
      kit.faults.add({ kind: 'expire-token', path: '/v4/bulk/*', skip: run.fewest / 2, times: 1 }),
    then(_there, { requests }) {
      const renewals = requests.filter(({ path }) => path === '/oauth/token').length
      if (renewals !== 1) throw new Error(`Tokens were asked for ${renewals} times in place of once.`)
      return Promise.resolve([])
    },
  }
}
