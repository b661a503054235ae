import type { Receipt } from '../../../shared/contract/runs.ts'

/** Whether a run about people has ended for good and wrote anything, or may have. */
export function canUndo({
  status,
  outcomes,
  aboutPeople,
}: Pick<Receipt, 'status' | 'outcomes' | 'aboutPeople'>): boolean {
  const { written, accepted, 'partly-written': partly, 'held-back': heldBack, 'in-doubt': inDoubt } = outcomes
  const isOver = status === 'finished' || status === 'cancelled'
  return aboutPeople && isOver && written + accepted + partly + heldBack + inDoubt > 0
}
