import type { ChangeDraft, ContactKey } from '../../../../shared/model.ts'
import type { RateBucket, RequestCounter } from '../connector.ts'
import { membershipPath } from './audience.ts'
import { bucketsOf } from './endpoints.ts'
import { consentCounter, looksAt } from './consentCounter.ts'
import { emptyImport, type ImportSize, mostMembers, withProfile } from './importBatches.ts'
import { importPath } from './importPeople.ts'
import { sortRow } from './sortRow.ts'
import { subscribePath } from './subscribe.ts'

/** Counts by making the batches without keeping the rows: each `rowsPerBatch` rows are one call of `apply`. */
export function requestCounter(rowsPerBatch: number): RequestCounter {
  const requests = { import: 0, join: 0, leave: 0, lookUp: 0, subscribe: 0 }
  let newLists = 0
  let open = openCall()
  const close = () => {
    for (const kind of kinds) requests[kind] += open.requests()[kind]
    open = openCall()
  }
  return {
    perRow: false,
    addNewAudience() {
      newLists += 1
    },
    add(row) {
      open.add(row)
      if (open.rows() === rowsPerBatch) close()
    },
    total: () => newLists + sum(kinds.map((kind) => requests[kind] + open.requests()[kind])),
    byBucket() {
      const now = open.requests()
      return [
        ...kinds.map((kind) => ({ bucket: buckets[kind], requests: requests[kind] + now[kind] })),
        { bucket: newListBucket, requests: newLists },
      ]
    },
  }
}

const kinds = ['import', 'join', 'leave', 'lookUp', 'subscribe'] as const
type Requests = Readonly<Record<(typeof kinds)[number], number>>

const buckets: Readonly<Record<keyof Requests, RateBucket>> = {
  import: bucketOf('POST', importPath),
  join: bucketOf('POST', membershipPath('id')),
  leave: bucketOf('DELETE', membershipPath('id')),
  lookUp: bucketOf('GET', '/api/profiles'),
  subscribe: bucketOf('POST', subscribePath),
}

const newListBucket = bucketOf('POST', '/api/lists')

interface OpenCall {
  add(row: readonly ChangeDraft[]): void
  rows(): number
  requests(): Requests
}

/** What one call of `apply` will send. */
function openCall(): OpenCall {
  const imports = new Map<string, { size: ImportSize; requests: number }>()
  const joins = new Map<string, number>()
  const leaves = new Map<string, number>()
  const unknown: ContactKey[] = []
  const consent = consentCounter()
  let rows = 0
  return {
    add(row) {
      rows += 1
      const { imported, ...direct } = sortRow(row)
      if (imported) addProfile(imports, imported)
      consent.add(row, imported !== null)
      for (const { audience } of direct.joins) increase(joins, audience.id)
      // Those that wait for the contact change of their row are sent as well, later.
      for (const change of row) {
        if (change.object !== 'membership' || change.op !== 'leave') continue
        increase(leaves, change.audience.id)
        if (change.key.remoteId === null) unknown.push(change.key)
      }
    },
    rows: () => rows,
    requests: () => ({
      import: sum([...imports.values()].map((one) => one.requests)),
      join: sum([...joins.values()].map(membershipRequests)),
      leave: sum([...leaves.values()].map(membershipRequests)),
      lookUp: looksAt(unknown) + consent.requests().look,
      subscribe: consent.requests().subscribe,
    }),
  }
}

function addProfile(
  imports: Map<string, { size: ImportSize; requests: number }>,
  { lists, bytes }: { readonly lists: readonly string[]; readonly bytes: number },
): void {
  const name = lists.join(' ')
  const known = imports.get(name) ?? { size: emptyImport(lists), requests: 1 }
  const size = withProfile(known.size, bytes)
  if (size) imports.set(name, { size, requests: known.requests })
  else
    imports.set(name, {
      size: withProfile(emptyImport(lists), bytes) ?? emptyImport(lists),
      requests: known.requests + 1,
    })
}

function membershipRequests(members: number): number {
  return Math.ceil(members / mostMembers)
}

function increase(counts: Map<string, number>, id: string): void {
  counts.set(id, (counts.get(id) ?? 0) + 1)
}

function bucketOf(method: string, path: string): RateBucket {
  const bucket = bucketsOf(method, new URL(path, 'https://klaviyo.invalid')).at(-1)
  return bucket ?? { name: 'other', windows: [] }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0)
}
