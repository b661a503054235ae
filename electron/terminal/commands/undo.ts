import { chooseConnection } from '../chooseConnection.ts'
import { exitCodes } from '../exitCode.ts'
import type { Output } from '../output.ts'
import { showPlanProgress } from '../planProgress.ts'
import { planRowWords, planWords } from '../planWords.ts'
import { runNumber } from '../runNumber.ts'
import { withSession } from '../session.ts'
import { confirmPlan } from '../confirmPlan.ts'
import { typeView } from './objects.ts'
import { sampleRows } from './plan.ts'
import { applyPlan, refuseWithoutTerminal } from './run.ts'

export interface UndoOptions {
  readonly field?: string
  readonly person?: string
  readonly row?: number
  readonly dryRun?: boolean
  readonly rows: number
  readonly yes?: boolean
  readonly confirm?: number
  readonly secretStdin?: boolean
}

/** `listferry undo RUN`: shows what would be put back, and what can't be, asks, and applies it. */
export async function undoCommand(output: Output, runText: string, options: UndoOptions): Promise<number> {
  const run = runNumber(runText)
  if (options.dryRun !== true) refuseWithoutTerminal(options)
  return withSession(output, options, async (session) => {
    const { client, signal } = session
    const { connection: to } = await client.runs.get({ run }, signal)
    const { id, practice } = await chooseConnection(session, { ...options, to })
    const plan = await planUndo()
    const schema = await client.connections.describe({ connection: id }, signal)
    const fields =
      plan.object === null ? schema.fields : (await typeView(session, id, plan.object.type)).fields
    const rows = await sampleRows(session, { plan }, options.rows)
    const words = [
      planWords(plan, practice),
      ...rows.map((row) => planRowWords(row, { ...schema, fields })),
    ].join('\n\n')
    if (options.dryRun === true) {
      output.result({ ...plan, practice, rows }, () => `${words}\n\nNothing was sent.`)
      return exitCodes.done
    }
    output.note(`${words}\n`)
    await confirmPlan(session, plan, practice, options)
    const confirm = plan.guard?.count
    return applyPlan(session, (stop) =>
      client.runs.start({ plan: plan.id, goesOn: true, ...(confirm !== undefined && { confirm }) }, stop),
    )

    async function planUndo() {
      const off = showPlanProgress(session)
      const { field = null, person = null, row = null } = options
      try {
        return await client.plans.undo({ run, field, person, row }, signal)
      } finally {
        off()
        output.progressEnd()
      }
    }
  })
}
