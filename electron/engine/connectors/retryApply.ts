import { AppError } from '../../../shared/errors.ts'
import type { Change } from '../../../shared/model.ts'
import { type ApplyLedger, openApplyLedger } from './applyLedger.ts'
import type { Account } from './connector.ts'
import type { ApplyEvent } from './applyEvents.ts'
import { isTemporary, type Patience, repeated } from './patience.ts'

/**
 * `apply`, carried through passing failures. What is settled is never sent again; what was never begun is sent
 * again; what was under way when it broke goes by its `repeat`. So the same change may be `sending` more than once.
 *
 * @throws AppError `conflict` in the end, when something under way may neither be repeated nor looked up; what
 * else could be done is done by then. Any error says `mayHaveHappened` when a change that was begun and has no
 * outcome may have happened, in this attempt or an earlier one.
 */
export async function* applyWithRetry(
  account: Account,
  changes: readonly Change[],
  patience: Patience,
  signal: AbortSignal,
): AsyncGenerator<ApplyEvent> {
  const ledger = openApplyLedger(changes)
  try {
    for (;;) {
      try {
        for await (const event of account.apply(ledger.toSend(), signal)) {
          ledger.note(event)
          // Half done is no progress: a second half that always fails would be tried for ever.
          if (event.type !== 'sending' && event.type !== 'answered') patience.progress()
          yield event
        }
        break
      } catch (error) {
        ledger.broke(error)
        if (isTemporary(error) && ledger.nothingMayBeRepeated()) break
        const looks = ledger.toLookUp().length > 0
        await patience.waitAfter(error, signal, looks ? account.limits.showsAfterMs : 0)
      }
      yield* lookUp(account, ledger, patience, signal)
      if (ledger.toSend().length === 0) break
    }
    if (ledger.someAwaitAnAnswer()) throw noAnswer()
  } catch (error) {
    throw ledger.withDoubt(error)
  }
}

async function* lookUp(
  account: Account,
  ledger: ApplyLedger,
  patience: Patience,
  signal: AbortSignal,
): AsyncGenerator<ApplyEvent> {
  const unsure = ledger.toLookUp()
  if (unsure.length === 0) return
  const done = await repeated(() => account.alreadyDone(unsure, signal), patience, signal)
  ledger.lookedUp(done)
  if (done.size === 0) return
  const reason = 'The connection broke, and a look at the account showed that it had been done.'
  const outcomes = [...done].map((change) => ({
    change,
    status: 'written' as const,
    httpStatus: 200,
    reason,
  }))
  yield { type: 'settled', outcomes, contacts: [] }
}

function noAnswer(): AppError {
  return new AppError(
    'conflict',
    'The connection broke while a change was on its way, and sending it again could mail somebody twice. ' +
      'Look at these people in the account, then decide for each whether to send it again.',
    { mayHaveHappened: true },
  )
}
