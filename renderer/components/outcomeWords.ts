import type { Receipt } from '../../shared/contract/runs.ts'
import type { RowOutcome } from '../../shared/model.ts'
import type { ObjectOp } from '../../shared/objectTypes.ts'

/** What each outcome means for the person in the row; the end of the sentence that its name begins. */
export const outcomeWords: Readonly<Record<RowOutcome, string>> = {
  written: 'the account has it',
  accepted: 'taken by the service, not visible there yet',
  'partly-written': 'some of it got through; each row says what',
  unchanged: 'the account had it already, so nothing was sent',
  'held-back': 'they left, so nobody was put on a list again',
  invalid: 'the row could not be read, so nothing was sent',
  duplicate: 'the same person stands in another row, which counts',
  'left-out': 'taken out of this run, or dealt with before',
  rejected: 'the service refused it',
  'in-doubt': 'the connection broke before the answer came',
  'not-sent': 'the run ended before its turn',
}

/** The same for rows of a run that are about things, or about people who must confirm first. */
export function outcomeMeaning(
  outcome: RowOutcome,
  { confirmation }: Pick<Receipt, 'confirmation'>,
  op: ObjectOp | null,
): string {
  if (outcome === 'accepted' && confirmation !== undefined && confirmation.waiting > 0)
    return 'waiting for their confirmation; the form asks them by mail'
  if (op === null) return outcomeWords[outcome]
  if (outcome === 'duplicate') return 'the same stands in another row, which counts'
  if (outcome === 'written' && op === 'delete') return 'it is gone from the account'
  if (outcome === 'written' && op === 'unsubscribe') return 'they get no mail any more'
  if (outcome === 'unchanged' && op === 'delete') return 'it was not there, so nothing was sent'
  return outcomeWords[outcome]
}

/** As read from top to bottom: what got through, what needed nothing, what somebody should look at. */
export const outcomeOrder: readonly RowOutcome[] = [
  'written',
  'accepted',
  'unchanged',
  'duplicate',
  'left-out',
  'partly-written',
  'held-back',
  'invalid',
  'rejected',
  'in-doubt',
  'not-sent',
]
