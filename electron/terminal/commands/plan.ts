import type { RowKind } from '../../../shared/model.ts'
import { exitCodes } from '../exitCode.ts'
import type { Output } from '../output.ts'
import { mappingWords, planRowWords, planWords, sendsNothing } from '../planWords.ts'
import { sameCommand } from '../sameCommand.ts'
import { type Session, withSession } from '../session.ts'
import { sourceWords } from '../sourceWords.ts'
import { type PreparedPlan, preparePlan } from './preparePlan.ts'
import type { SyncOptions } from './syncOptions.ts'

export interface PlanOptions extends SyncOptions {
  /** Of each kind, to show. */
  readonly rows: number
}

/** `listferry plan FILE…`: what would change, and nothing else. */
export async function planCommand(
  output: Output,
  files: readonly string[],
  options: PlanOptions,
): Promise<number> {
  return withSession(output, options, async (session) => {
    const prepared = await preparePlan(session, files, options)
    const rows = await sampleRows(session, prepared, options.rows)
    const { plan, practice, uses, problems, schema } = prepared
    output.result({ ...plan, practice, columns: uses, problems, rows }, () =>
      [
        wholePlanWords(prepared, output.width),
        ...rows.map((row) => planRowWords(row, schema)),
        sendsNothing(plan) ? 'Nothing was sent.' : `Nothing was sent. To send it:\n\n    ${runOfThisPlan()}`,
      ].join('\n\n'),
    )
    return exitCodes.done
  })
}

/** The file, the mapping and the numbers: what a person must have seen before they send it. */
export function wholePlanWords(
  { source, problems, uses, readings, plan, practice }: PreparedPlan,
  width: number,
): string {
  return [
    sourceWords(source, problems),
    mappingWords(uses, width),
    ...(readings.length > 0 ? [readings.join('\n')] : []),
    planWords(plan, practice),
  ].join('\n\n')
}

function runOfThisPlan(): string {
  return sameCommand(process.argv.slice(2), { command: 'run', without: ['--rows'] })
}

/** A few rows of each kind that a person should look at, with what changes in them. */
export async function sampleRows(
  { client, signal }: Session,
  { plan }: Pick<PreparedPlan, 'plan'>,
  perKind: number,
) {
  const kinds: RowKind[] = ['create', 'update', 'delete', 'leave', 'held-back', 'invalid', 'duplicate']
  // What an undo leaves as it is, it says why.
  if (plan.undo) kinds.push('left-out')
  const wanted = kinds.filter((kind) => perKind > 0 && plan.counts[kind] > 0)
  const pages = await Promise.all(
    wanted.map((kind) => client.plans.rows({ plan: plan.id, kind, offset: 0, limit: perKind }, signal)),
  )
  return pages.flat()
}
