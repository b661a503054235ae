import type { Change, ChangeDraft, RecordChange } from '../../../../../shared/model.ts'
import type { RequestCounter } from '../../connector.ts'
import type { ApplyEvent } from '../../applyEvents.ts'
import type { SendToKit } from '../request.ts'
import { applyRecords } from './applyRecords.ts'

type ApplyPeople = (changes: readonly Change[], signal: AbortSignal) => AsyncIterable<ApplyEvent>

/** People go by the way in that there is; objects have no bulk requests that Listferry uses, and go one by one. */
export function applyWithObjects(send: SendToKit, applyPeople: ApplyPeople): ApplyPeople {
  return async function* (changes, signal) {
    const people = changes.filter((change) => change.object !== 'record')
    if (people.length > 0) yield* applyPeople(people, signal)
    const records = changes.filter((change) => change.object === 'record')
    yield* applyRecords(send, records, signal)
  }
}

/** Counts a request for each object, and for each person who is unsubscribed. */
export function countWithObjects(people: RequestCounter): RequestCounter {
  const groups = new Set<string>()
  let alone = 0
  return {
    ...people,
    add(row) {
      const others = row.filter((change) => !isAlone(change))
      if (others.length > 0) people.add(others)
      for (const change of row) if (isAlone(change) && isNew(groups, change)) alone += 1
    },
    total: () => people.total() + alone,
    byBucket: () =>
      people.byBucket().map((one, n) => (n === 0 ? { ...one, requests: one.requests + alone } : one)),
  }
}

type Alone = Extract<ChangeDraft, { readonly object: 'record' | 'unsubscription' }>

function isAlone(change: ChangeDraft): change is Alone {
  return change.object === 'record' || change.object === 'unsubscription'
}

/** Changes that go together share a request. */
function isNew(groups: Set<string>, change: Alone | Pick<RecordChange, 'together'>): boolean {
  const together = 'together' in change ? change.together : undefined
  if (together === undefined) return true
  const known = groups.has(together)
  groups.add(together)
  return !known
}
