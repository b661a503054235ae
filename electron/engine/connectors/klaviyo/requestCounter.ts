import type { ChangeDraft } from '../../../../shared/model.ts'
import { batches, type RowSize } from '../batches.ts'
import type { RequestCounter } from '../connector.ts'
import type { AccountLimits, RateBucket } from '../limits.ts'
import { looksAt } from '../jobPauses.ts'
import { membershipPath } from './audience.ts'
import { consentCounter, lookUps } from './consentCounter.ts'
import { bucketsOf } from './endpoints.ts'
import { importBatches, mostMembers } from './importBatches.ts'
import { importPath } from './importPeople.ts'
import { type ImportedRow, sortRow } from './sortRow.ts'
import { subscribePath } from './subscribe.ts'
import { mostUnsubscribed, unsubscribePath } from './unsubscribe.ts'

type Row = readonly ChangeDraft[]

/** Counts by making the batches of rows that a run makes: each is one call of `apply`, and a job or two to look after. */
export function requestCounter(
  limits: Pick<AccountLimits, 'rowsPerBatch' | 'bytesPerBatch'>,
  sizeOf: (row: Row) => RowSize,
): RequestCounter {
  const open = batches<Row>(limits, sizeOf)
  const done = noRequests()
  const sums = () => {
    const all = { ...done }
    for (const batch of open.rest()) addRequests(all, requestsOf(batch))
    return all
  }
  return {
    perRow: false,
    addNewAudience() {
      done.newList += 1
    },
    add(row) {
      const full = open.add(row)
      if (full !== null) addRequests(done, requestsOf(full))
    },
    total: () => sum(Object.values(sums())),
    followUps() {
      const { look, readBack } = sums()
      return look + readBack
    },
    byBucket() {
      const { readBack, lookUp, ...others } = sums()
      const requests = { ...others, lookUp: lookUp + readBack }
      return (Object.keys(buckets) as (keyof typeof buckets)[]).map((kind) => ({
        bucket: buckets[kind],
        requests: requests[kind],
      }))
    },
  }
}

const kinds = [
  'import',
  'join',
  'leave',
  'lookUp',
  'subscribe',
  'unsubscribe',
  'newList',
  'look',
  'readBack',
] as const
type Requests = Record<(typeof kinds)[number], number>

function noRequests(): Requests {
  return {
    import: 0,
    join: 0,
    leave: 0,
    lookUp: 0,
    subscribe: 0,
    unsubscribe: 0,
    newList: 0,
    look: 0,
    readBack: 0,
  }
}

function addRequests(to: Requests, more: Readonly<Requests>): void {
  for (const kind of kinds) to[kind] += more[kind]
}

const buckets: Readonly<Record<Exclude<keyof Requests, 'readBack'>, RateBucket>> = {
  import: bucketOf('POST', importPath),
  join: bucketOf('POST', membershipPath('id')),
  leave: bucketOf('DELETE', membershipPath('id')),
  lookUp: bucketOf('GET', '/api/profiles'),
  subscribe: bucketOf('POST', subscribePath),
  unsubscribe: bucketOf('POST', unsubscribePath),
  newList: bucketOf('POST', '/api/lists'),
  look: bucketOf('GET', `${importPath}/id`),
}

/** What one call of `apply` sends, and what its jobs take afterwards. */
function requestsOf(rows: readonly Row[]): Requests {
  const sorted = rows.map((row) => sortRow(row))
  const imported = sorted.map((row) => row.imported).filter((row) => row !== null)
  const imports = [...Map.groupBy(imported, ({ lists }) => lists.join(' ')).values()].flatMap((same) =>
    importBatches(same, same[0]?.lists ?? []),
  )
  const joins = sorted.flatMap((row) => row.joins)
  // Those that wait for the contact change of their row are sent as well, later.
  const leaves = rows.flat().filter((change) => change.object === 'membership' && change.op === 'leave')
  const unknown = leaves.map(({ key }) => key).filter(({ remoteId }) => remoteId === null)
  const unsubscribed = rows.flat().filter((change) => change.object === 'unsubscription').length
  const unsubscribe = Math.ceil(unsubscribed / mostUnsubscribed)
  const consents = consentCounter()
  rows.forEach((row, n) => consents.add(row, (sorted[n]?.imported ?? null) !== null))
  const consent = consents.requests()
  return {
    import: imports.length,
    join: membershipRequests(joins),
    leave: membershipRequests(leaves),
    lookUp: lookUps(unknown) + consent.look + unsubscribe,
    subscribe: consent.subscribe,
    unsubscribe,
    newList: 0,
    look: sum(imports.map((batch) => looksAt(usualJobMs(batch.length)))),
    readBack: sum(imports.map(readBackRequests)) + consent.readBack,
  }
}

/** Nobody promises how long an import takes: "seconds" for a few, less than a minute for ten thousand. */
function usualJobMs(profiles: number): number {
  return 1_000 + Math.max(1_000, profiles * 2)
}

/** As the people of an import are read back: each by the strongest they are known by. */
function readBackRequests(batch: readonly ImportedRow<ChangeDraft>[]): number {
  return lookUps(batch.flatMap(({ changes }) => changes[0]?.key ?? []))
}

function membershipRequests(changes: readonly ChangeDraft[]): number {
  const lists = Map.groupBy(changes, (change) => (change.object === 'membership' ? change.audience.id : ''))
  return sum([...lists.values()].map(({ length }) => Math.ceil(length / mostMembers)))
}

function bucketOf(method: string, path: string): RateBucket {
  const bucket = bucketsOf(method, new URL(path, 'https://klaviyo.invalid')).at(-1)
  return bucket ?? { name: 'other', windows: [] }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0)
}
