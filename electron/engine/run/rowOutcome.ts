import type { RowKind, RowOutcome } from '../../../shared/model.ts'
import type { Step } from '../store/journal.ts'

/** What the journal knows of a change; `undefined` for one that was not begun. */
type Known = Pick<Step, 'state' | 'status'> | undefined

/** What became of a row, from what the plan said and what the journal knows of its changes. Pure. */
export function rowOutcome(kind: RowKind, steps: readonly Known[]): RowOutcome {
  switch (kind) {
    case 'unchanged':
    case 'invalid':
    case 'duplicate':
    case 'left-out':
      return kind
    // Their fields go where the user chose so; what became of those must not hide behind the word.
    case 'held-back': {
      const outcome = sentOutcome(steps)
      return steps.length === 0 || outcome === 'written' || outcome === 'accepted' ? 'held-back' : outcome
    }
    case 'create':
    case 'update':
    case 'delete':
    case 'leave':
      return sentOutcome(steps)
  }
}

function sentOutcome(steps: readonly Known[]): RowOutcome {
  if (steps.some((step) => step?.state === 'sending')) return 'in-doubt'
  if (steps.some((step) => step?.state === 'job')) return 'accepted'
  const count = (status: Step['status']) => steps.filter((step) => step?.status === status).length
  const through = count('written') + count('accepted')
  if (through === steps.length) return count('accepted') > 0 ? 'accepted' : 'written'
  if (through > 0) return 'partly-written'
  if (count('held-back') > 0) return 'held-back'
  return count('rejected') > 0 ? 'rejected' : 'not-sent'
}

/** Rows that a person may want to look at, correct or send again. */
export const rejectOutcomes: ReadonlySet<RowOutcome> = new Set<RowOutcome>([
  'rejected',
  'invalid',
  'held-back',
  'partly-written',
  'in-doubt',
  'not-sent',
])
