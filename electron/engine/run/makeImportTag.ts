import { AppError } from '../../../shared/errors.ts'
import type { Audience, PlanId, RunId } from '../../../shared/model.ts'
import { isNewAudience, newAudienceName } from '../../../shared/newAudience.ts'
import { breathe } from '../breathe.ts'
import type { NoteRequest } from '../connectors/connector.ts'
import { rememberAudience } from '../mirror/rememberAudience.ts'
import { inTransaction } from '../store/transaction.ts'
import { type MadeAudience, madeAudiences, type MadeAudiences } from '../store/madeAudience.ts'
import type { RunDeps } from './runDeps.ts'

/** Rows whose changes are altered between two breaths. */
const rangeRows = 2000

/**
 * Makes the tag or list of the plan's import, or finds the one of its name, and puts its id where the plan has only
 * the name. Nothing that names it is sent before that is done, so a crash anywhere in here is harmless: the account is
 * looked at again, and what has its id already has it.
 */
export async function makeImportTag(
  deps: RunDeps,
  run: RunId,
  plan: PlanId,
  signal: AbortSignal,
): Promise<void> {
  const { db, plans } = deps
  if (plans.spec(plan).importTag === null) return
  const planned = plans.summary(plan).audiences.find(isNewAudience)
  if (!planned) return
  const store = madeAudiences(db)
  if (!store.ofRun(run) && !store.isAwaited(run, plan, planned.id)) return
  const made = store.ofRun(run) ?? (await make(deps, store, run, planned, signal))
  await fillIn(deps, store, plan, made)
}

async function make(
  deps: RunDeps,
  store: MadeAudiences,
  run: RunId,
  planned: { readonly kind: string; readonly id: string },
  signal: AbortSignal,
): Promise<MadeAudience> {
  const { account, db, mirror, clock } = deps
  const note: NoteRequest = (request) => {
    const number = store.begin(run, request, clock.now())
    return (httpStatus) => store.answered(number, httpStatus, clock.now())
  }
  const kind = planned.kind as Audience['kind']
  const wanted = { kind, name: newAudienceName(planned), optIn: null }
  const audience = await account.createAudience?.(wanted, note, signal)
  if (!audience) throw new AppError('bug', 'This service promised to make an audience and can not.')
  rememberAudience(mirror, audience)
  const made = { plannedId: planned.id, id: audience.id }
  inTransaction(db, () => store.save(run, made))
  return made
}

async function fillIn(
  { db }: RunDeps,
  store: MadeAudiences,
  plan: PlanId,
  made: MadeAudience,
): Promise<void> {
  for (let row: number | null = 0; row !== null;) {
    const afterRow: number = row
    row = inTransaction(db, () => store.fillIn(plan, made, afterRow, rangeRows))
    await breathe()
  }
  inTransaction(db, () => store.fillInNames(plan, made))
}
