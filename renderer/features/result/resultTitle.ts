import type { Receipt } from '../../../shared/contract/runs.ts'
import { count, counted } from '../../words.ts'
import { canGoOn, isUnderWay } from '../run/runPhase.ts'
import { gotThrough, notThrough } from './notThroughCount.ts'

/** How it went, in a line. */
export function resultTitle(receipt: Receipt): string {
  const through = gotThrough(receipt)
  if (isUnderWay(receipt)) return `Still sending: ${counted(through, 'row')} so far`
  if (canGoOn(receipt)) return `Not over yet: ${counted(through, 'row')} got through so far`
  if (receipt.status === 'cancelled') return `Cancelled: ${counted(through, 'row')} had got through`
  if (through === 0 && notThrough(receipt) === 0) return 'Done: the account had everything already'
  return notThrough(receipt) === 0
    ? `Done: ${counted(through, 'row')} got through`
    : `Done: ${counted(through, 'row')} got through, ${count(notThrough(receipt))} did not`
}
