import type { EditView } from '../../../shared/contract/edits.ts'
import type { PlanSpec, PlanSummary } from '../../../shared/contract/plans.ts'
import type { RecipeView } from '../../../shared/contract/recipes.ts'
import { AppError } from '../../../shared/errors.ts'
import { chooseConnection } from '../chooseConnection.ts'
import { exitCodes } from '../exitCode.ts'
import type { Output } from '../output.ts'
import { showPlanProgress } from '../planProgress.ts'
import { planWords } from '../planWords.ts'
import { type Session, withSession } from '../session.ts'
import { sourceWords } from '../sourceWords.ts'
import { table } from '../table.ts'
import { counted } from '../words.ts'
import { confirmPlan } from '../confirmPlan.ts'
import { openFiles } from './preparePlan.ts'
import { applyPlan, refuseWithoutTerminal } from './run.ts'

export interface SyncCommandOptions {
  readonly to?: string
  readonly dryRun?: boolean
  readonly yes?: boolean
  readonly secretStdin?: boolean
  readonly confirm?: number
}

/** `listferry syncs` */
export async function syncsCommand(output: Output): Promise<number> {
  return withSession(output, {}, async ({ client }) => {
    const saved = await client.recipes.list({})
    output.result(saved, () => savedWords(saved, output.width))
    return exitCodes.done
  })
}

/** `listferry sync NAME [FILE…]`: shows the plan of a saved sync, asks, and applies it. */
export async function syncCommand(
  output: Output,
  name: string,
  files: readonly string[],
  options: SyncCommandOptions,
): Promise<number> {
  if (options.dryRun !== true) refuseWithoutTerminal(options)
  return withSession(output, options, async (session) => {
    const { plan, practice, words } = await planSaved(session, name, files, options)
    if (options.dryRun === true) {
      output.result({ ...plan, practice }, () => `${words}\n\nNothing was sent.`)
      return exitCodes.done
    }
    output.note(`${words}\n`)
    await confirmPlan(session, plan, practice, options)
    const confirm = plan.guard?.count
    return applyPlan(session, (signal) =>
      session.client.runs.start(
        { plan: plan.id, goesOn: true, ...(confirm !== undefined && { confirm }) },
        signal,
      ),
    )
  })
}

async function planSaved(
  session: Session,
  name: string,
  files: readonly string[],
  options: SyncCommandOptions,
): Promise<{ readonly plan: PlanSummary; readonly practice: boolean; readonly words: string }> {
  const { client, signal, output } = session
  const recipe = await findSaved(session, name)
  const connection = await chooseConnection(session, {
    ...options,
    to: options.to ?? recipe.connection?.name,
  })
  const off = showPlanProgress(session)
  try {
    const id = files.length === 0 ? null : await openFiles(session, files)
    const asked = { recipe: recipe.id, file: id, connection: connection.id }
    const { source, spec, cleaned } = await client.recipes.prepare(asked, signal)
    const plan = await client.plans.make(spec, signal)
    const problems = await client.sources.problems({ source: source.id, offset: 0, limit: 20 }, signal)
    const words = [
      sourceWords(source, problems),
      ...(cleaned.length === 0 ? [] : [cleanedWords(cleaned)]),
      planWords(plan, connection.practice),
    ].join('\n\n')
    return { plan, practice: connection.practice, words }
  } finally {
    off()
    output.progressEnd()
  }
}

/** By its name. @throws AppError `not-found` naming those that there are */
export async function findSaved({ client }: Session, name: string): Promise<RecipeView> {
  const saved = await client.recipes.list({})
  const found = saved.find((one) => one.name.toLowerCase() === name.trim().toLowerCase())
  if (found) return found
  const hint =
    saved.length === 0
      ? 'Nothing is saved yet: add --save-as NAME to a plan or a run.'
      : `Saved: ${saved.map((one) => `“${one.name}”`).join(', ')}.`
  throw new AppError('not-found', `There is no saved sync “${name}”. ${hint}`)
}

/** Keeps what a plan was made from, in the place of a saved sync that has this name already. */
export async function saveSync(
  { client, signal, output }: Session,
  name: string,
  spec: PlanSpec,
): Promise<void> {
  const saved = await client.recipes.list({})
  const same = saved.find((one) => one.name.toLowerCase() === name.trim().toLowerCase())
  const { cleaning } = await client.recipes.save({ name, spec, recipe: same?.id ?? null }, signal)
  const edits = await client.edits.list({ source: spec.source }, signal)
  const staying = edits.filter(({ undone }) => !undone).length - cleaning
  output.note(
    [
      `Saved as “${name}”. Run it again with: listferry sync ${JSON.stringify(name)} FILE`,
      ...(staying > 0 ? [stayingWords(staying)] : []),
    ].join('\n'),
  )
}

/** A sync does to the next file what was done to all alike. */
function stayingWords(edits: number): string {
  const they = edits === 1 ? 'stays with this file and is' : 'stay with this file and are'
  return `${counted(edits, 'edit')} ${they} not made in the next one: those of single cells and rows, and of columns that the sync doesn’t use.`
}

function cleanedWords(cleaned: readonly EditView[]): string {
  return `Cleaned as saved with this sync:\n${cleaned.map(({ words }) => `  ${words}`).join('\n')}`
}

function savedWords(saved: readonly RecipeView[], width: number): string {
  if (saved.length === 0) return 'Nothing is saved yet. Add --save-as NAME to a plan or a run.'
  const lines = saved.map(({ name, connection, audiences, object, lastFile, lastRun }) => [
    name,
    connection?.name ?? '(not connected here)',
    object === null
      ? audiences.map((one) => `${one.kind} “${one.name}”`).join(', ')
      : `${object.title}: ${object.op}`,
    lastFile ?? '',
    lastRun === null ? '' : `${lastRun.run} (${lastRun.status})`,
  ])
  return table([['Sync', 'Account', 'Goes to', 'Last file', 'Last run'], ...lines], width)
}
