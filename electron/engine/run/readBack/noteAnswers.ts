import type { Change, Contact, RemoteId, RunId } from '../../../../shared/model.ts'
import { foldEmail } from '../../../../shared/values/foldEmail.ts'
import type { StepOutcome } from '../../connectors/applyEvents.ts'
import { readBacks } from '../../store/readBacks.ts'
import type { RunDeps } from '../runDeps.ts'
import { compared } from './verifyRun.ts'

/**
 * What the answers to writes, or the reading back of a job, show of those who were written: a look that costs nothing.
 * Whoever is not among them is looked at later.
 */
export function noteAnswers(
  { db }: Pick<RunDeps, 'db'>,
  run: RunId,
  changes: readonly Change[],
  {
    outcomes,
    contacts,
  }: { readonly outcomes: readonly StepOutcome[]; readonly contacts: readonly Contact[] },
): void {
  if (contacts.length === 0) return
  const byId = new Map(contacts.map((one) => [one.remoteId, one]))
  const byEmail = new Map(contacts.map((one) => [foldEmail(one.email ?? ''), one]))
  const written = new Map(
    outcomes
      .filter(({ status }) => status !== 'rejected' && status !== 'held-back')
      .map((one) => [one.change, one]),
  )
  const of = ({ id, key }: Change) => {
    const remoteId: RemoteId | null = written.get(id)?.remoteId ?? key.remoteId
    return (remoteId === null ? byEmail.get(foldEmail(key.email ?? '')) : byId.get(remoteId)) ?? null
  }
  const answered = changes.filter(
    (one) => one.object === 'contact' && written.has(one.id) && of(one) !== null,
  )
  readBacks(db).save(run, compared(answered, { of, isMember: () => null }))
}
