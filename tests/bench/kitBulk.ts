import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Figure, Reading } from './figure.ts'
import { type KitRun, measureKitRun, twoTags } from './kitRun.ts'
import type { SimulatedAccounts } from './simulatedAccounts.ts'

/** Kit with a sign-in: new people with three fields and two tags, in bulk, at 600 requests a minute. */
export const kitBulk: Figure = {
  name: 'kit-bulk',
  about: 'new rows with three fields and two tags in bulk, at the real limits on a simulated clock',
  async measure({ folder, size }) {
    const rows = size === 'full' ? 10_000 : 300
    const readings: Reading[] = []
    const whole = bulkRun(rows)
    for (const run of [whole, endsAsSaid(whole), endsUnforeseen(whole), renewalIsLost(whole)]) {
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

/** The same, and the token is near its end when half of the people are in: it is renewed before. */
function endsAsSaid(run: KitRun): KitRun {
  return {
    ...run,
    rowsAre: `${run.rowsAre}, the token at its end in mid-run`,
    // A plan is good for a day and a sign-in for two: by then the token is a later one, which is good for two hours.
    arrange: ({ clock }) => clock.advance(2 * dayMs),
    beforeRun: ({ clock, kit }) => clock.advance(untilRenewalMs(kit, clock.now()) - run.fewest * midRunMs),
    then: (_there, { requests }) => renewedOnce(requests),
  }
}

/** The same, and Kit ends the token before its time when half of the people are in. */
function endsUnforeseen(run: KitRun): KitRun {
  return {
    ...run,
    rowsAre: `${run.rowsAre}, the token ended by Kit in mid-run`,
    beforeRun: ({ kit }) => expireInMidRun(run, kit),
    then: (_there, { requests }) => renewedOnce(requests),
  }
}

/** The same, and the next token is lost on its way: somebody signs in again at once, and the run goes on. */
function renewalIsLost(run: KitRun): KitRun {
  return {
    ...run,
    rowsAre: `${run.rowsAre}, the token ended by Kit in mid-run and the next one lost`,
    // Of each batch under way the people are written once more, to be known again.
    again: batchesAtOnce,
    // How long a person takes to sign in is theirs.
    share: null,
    beforeRun({ kit }) {
      expireInMidRun(run, kit)
      kit.faults.add({ kind: 'lose-refresh-answer', times: 1 })
    },
    async mend(there, because) {
      if (!/Sign in again/.test(because)) throw new Error(because)
      await there.signIn()
    },
  }
}

function expireInMidRun({ fewest }: KitRun, kit: SimulatedAccounts['kit']): void {
  kit.faults.add({ kind: 'expire-token', path: '/v4/bulk/*', skip: fewest / 2, times: 1 })
}

const batchesAtOnce = 6

const dayMs = 86_400_000
/** Of a run's time for each of its requests, that half of them are sent before the renewal. */
const midRunMs = 22

/** Tokens are renewed ten minutes before they end. */
function untilRenewalMs({ oauth }: SimulatedAccounts['kit'], nowMs: number): number {
  return (oauth.tokens.all().at(-1)?.expiresAt ?? nowMs) - nowMs - 600_000
}

function renewedOnce(requests: readonly { readonly path: string }[]): Promise<[]> {
  const renewals = requests.filter(({ path }) => path === '/oauth/token').length
  if (renewals !== 1) throw new Error(`Tokens were asked for ${renewals} times in place of once.`)
  return Promise.resolve([])
}
