import type { Receipt } from './contract/runs.ts'

type Outcomes = Receipt['outcomes']

/** Whether a run that there is a way back from has ended for good and wrote anything, or may have; in mode mirror, whoever left by it too. */
export function canUndo({
  status,
  outcomes,
  leavers,
  undoable,
}: Pick<Receipt, 'status' | 'outcomes' | 'leavers' | 'undoable'>): boolean {
  const isOver = status === 'finished' || status === 'cancelled'
  return undoable && isOver && mayHaveWritten(outcomes) + (leavers ? mayHaveWritten(leavers) : 0) > 0
}

function mayHaveWritten(outcomes: Outcomes): number {
  const { written, accepted, 'partly-written': partly, 'held-back': heldBack, 'in-doubt': inDoubt } = outcomes
  return written + accepted + partly + heldBack + inDoubt
}
