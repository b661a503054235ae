import { AppError } from '../../../shared/errors.ts'
import { confirm as askYes } from '../askSecret.ts'
import { confirmPlan } from '../confirmPlan.ts'
import type { Session } from '../session.ts'
import { accountWords, count } from '../words.ts'
import { wholePlanWords } from './plan.ts'
import { type PrepareChoices, preparePlan, type PreparedPlan } from './preparePlan.ts'
import type { SyncOptions } from './syncOptions.ts'

interface ConfirmOptions extends SyncOptions {
  readonly yes?: boolean
  readonly confirm?: number
}

/**
 * Tags and lists that are missing are made after a first yes. Then it is planned once more, so that whoever goes into them
 * is shown and agreed to as well.
 */
export async function confirmedPlan(
  session: Session,
  files: readonly string[],
  options: ConfirmOptions,
): Promise<PreparedPlan> {
  const { saveAs, ...unsaved } = options
  const makes = options.makeMissing === true
  const asked = await shownPlan(session, files, makes ? unsaved : options, {})
  if (asked.missing.length === 0 || !makes) {
    await confirmPlan(session, asked.plan, asked.practice, options)
    return makes && saveAs !== undefined ? plannedAgain(session, files, options, asked) : asked
  }
  await confirmMaking(session, asked, options)
  const { connection, missing: make } = asked
  const made = await shownPlan(session, files, options, { connection, make })
  await confirmWithMade(session, made, options)
  return made
}

/** To be saved under its name. What is taken away or unusual by now, and was not before, is asked for. */
async function plannedAgain(
  session: Session,
  files: readonly string[],
  options: ConfirmOptions,
  { connection, plan }: PreparedPlan,
): Promise<PreparedPlan> {
  const again = await shownPlan(session, files, options, { connection, make: [] })
  if (again.plan.guard !== null && again.plan.guard.count !== plan.guard?.count)
    await confirmPlan(session, again.plan, again.practice, options)
  return again
}

/**
 * A yes to making what is missing, and no more than that: the plan itself is asked about once these are in it.
 * @throws AppError `cancelled` for a no; of `confirmPlan` where `--yes` would not send the plan as it is
 */
async function confirmMaking(
  session: Session,
  { plan, practice, missing }: PreparedPlan,
  options: ConfirmOptions,
): Promise<void> {
  if (options.yes === true) return confirmPlan(session, plan, practice, options)
  const { service, name } = plan.connection
  const what = missing.length === 1 ? 'what is missing' : `the ${count(missing.length)} that are missing`
  const question = `Make ${what} in ${accountWords(service, name, practice)}, and show the plan with ${missing.length === 1 ? 'it' : 'them'}?`
  if (await askYes(question, session.signal)) return
  throw new AppError('cancelled', 'Nothing was made and nothing was sent.')
}

/** Whoever doesn't agree then is told that what was made stays. */
async function confirmWithMade(
  session: Session,
  { plan, practice }: PreparedPlan,
  options: ConfirmOptions,
): Promise<void> {
  try {
    await confirmPlan(session, plan, practice, options)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const stays = 'What was made in the account stays there.'
    throw new AppError(error.code, `${error.message} ${stays}`, { cause: session.signal.reason ?? error })
  }
}

async function shownPlan(
  session: Session,
  files: readonly string[],
  options: SyncOptions,
  choices: PrepareChoices,
): Promise<PreparedPlan> {
  const prepared = await preparePlan(session, files, options, choices)
  session.output.note(`${wholePlanWords(prepared, session.output.width)}\n`)
  return prepared
}
