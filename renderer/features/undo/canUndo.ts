import type { Receipt } from '../../../shared/contract/runs.ts'

/** Whether a run has ended for good and wrote anything, or may have. */
export function canUndo({ status, outcomes }: Pick<Receipt, 'status' | 'outcomes'>): boolean {
  const { written, accepted, 'partly-written': partly, 'held-back': heldBack, 'in-doubt': inDoubt } = outcomes
  const isOver = status === 'finished' || status === 'cancelled'
  return isOver && written + accepted + partly + heldBack + inDoubt > 0
}
