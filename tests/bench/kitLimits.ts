import { arrangeSubscriber } from '../../electron/practice/kit/arrange.ts'
import type { Figure, Reading } from './figure.ts'
import { measureKitRun, twoTags } from './kitRun.ts'
import type { SimulatedAccounts } from './simulatedAccounts.ts'

/** Kit with a key: people who are there already get a new value and two tags, at 120 requests a minute. */
export const kitLimits: Figure = {
  name: 'kit',
  about: 'changed rows with two memberships, at the real limits on a simulated clock',
  measure({ folder, size }) {
    const rows = size === 'full' ? 1000 : 60
    return measureKitRun(folder, {
      way: 'kit',
      requestsPerMinute: 120,
      rowsAre: `${rows} changed rows with two tags each`,
      rows,
      header: 'Email,City',
      line: (n) => `${address(n)},Bergen`,
      audiences: twoTags,
      arrange({ kit }) {
        for (let n = 1; n <= rows; n += 1)
          arrangeSubscriber(kit.state, { emailAddress: address(n), fields: { City: 'Oslo' } })
      },
      fewest: rows * 3,
      because: 'the fewest there can be with a key: one write and two joins a row',
      share: 0.98,
      then: async (there, { id }) => verifying(rows, await there.verify(id)),
    })
  },
}

function address(n: number): string {
  return `bench.person.${n}@example.org`
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
