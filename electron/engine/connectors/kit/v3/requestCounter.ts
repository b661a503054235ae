import type { RequestCounter } from '../../connector.ts'
import type { RateBucket } from '../../limits.ts'
import { requestsOf } from './rowRequests.ts'

/** One request for each person, and a few more where a row needs them. */
export function v3RequestCounter(bucket: RateBucket): RequestCounter {
  let requests = 0
  return {
    perRow: true,
    addNewAudience() {
      requests += 1
    },
    add(row) {
      requests += requestsOf(row) + row.filter(({ object }) => object === 'unsubscription').length
    },
    total: () => requests,
    followUps: () => 0,
    byBucket: () => [{ bucket, requests }],
  }
}
