import type { ChangeDraft } from '../../../../../shared/model.ts'
import type { RequestCounter } from '../../connector.ts'
import type { RateBucket } from '../../limits.ts'
import { mostInBulk } from './bulkRequests.ts'
import { contactWay, customValues, membershipWay } from './bulkRows.ts'

/** Counts what `applyInBulk` sends: each hundred rows are one call of it. */
export function bulkRequestCounter(bucket: RateBucket): RequestCounter {
  let closed = 0
  let open = emptyCall()
  return {
    perRow: false,
    addNewAudience() {
      closed += 1
    },
    add(row) {
      addRow(open, row)
      if (open.rows < mostInBulk) return
      closed += requestsOf(open)
      open = emptyCall()
    },
    total: () => closed + requestsOf(open),
    followUps: () => 0,
    byBucket: () => [{ bucket, requests: closed + requestsOf(open) }],
  }
}

interface Call {
  rows: number
  subscriber: number
  value: number
  tag: number
  untag: number
  form: number
  /** Requests of their own. */
  alone: number
}

function emptyCall(): Call {
  return { rows: 0, subscriber: 0, value: 0, tag: 0, untag: 0, form: 0, alone: 0 }
}

function addRow(call: Call, row: readonly ChangeDraft[]): void {
  call.rows += 1
  const way = contactWay(row)
  if (way === 'subscriber' || way === 'alone') call[way] += 1
  for (const change of row) {
    if (change.object === 'contact' && way !== 'alone') call.value += customValues(change).length
    if (change.object !== 'membership') continue
    const how = membershipWay(change)
    if (how !== 'never') call[how] += 1
  }
}

function requestsOf({ subscriber, value, tag, untag, form, alone }: Call): number {
  const inBulk = [subscriber, value, tag, untag, form]
  return alone + inBulk.reduce((sum, count) => sum + Math.ceil(count / mostInBulk), 0)
}
