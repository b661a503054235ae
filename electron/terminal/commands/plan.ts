import type { RowKind } from '../../../shared/model.ts'
import { exitCodes } from '../exitCode.ts'
import type { Output } from '../output.ts'
import { mappingWords, planRowWords, planWords } from '../planWords.ts'
import { type Session, withSession } from '../session.ts'
import { counted } from '../words.ts'
import { type PreparedPlan, preparePlan } from './preparePlan.ts'
import type { SyncOptions } from './syncOptions.ts'

export interface PlanOptions extends SyncOptions {
  readonly rows: string
}

/** `listferry plan FILE`: what would change, and nothing else. */
export async function planCommand(output: Output, file: string, options: PlanOptions): Promise<number> {
  return withSession(output, options, async (session) => {
    const prepared = await preparePlan(session, file, options)
    const rows = await sampleRows(session, prepared, Number(options.rows))
    output.result({ ...prepared.plan, columns: prepared.uses, problems: prepared.problems, rows }, () =>
      [
        sourceWords(prepared),
        mappingWords(prepared.uses),
        planWords(prepared.plan),
        ...rows.map((row) => planRowWords(row, prepared.schema)),
        `Nothing was sent. To send it: listferry run with the same options.`,
      ].join('\n\n'),
    )
    return exitCodes.done
  })
}

/** How the file was read, and what is odd about it. */
export function sourceWords({ source, problems }: PreparedPlan): string {
  const { format } = source
  const delimiter = format.delimiter === '\t' ? 'tab' : format.delimiter
  const header = format.headerRecord === null ? 'no header' : `header in record ${format.headerRecord}`
  return [
    `${source.name}: ${counted(source.rows, 'row')}, ${counted(source.columns.length, 'column')}; ${format.encoding}, delimiter ${delimiter}, ${header}`,
    ...problems
      .slice(0, 10)
      .map(({ row, message }) => `  ${row === undefined ? '' : `row ${row}: `}${message}`),
    ...(source.problemRows > 10
      ? [`  … ${counted(source.problemRows, 'row')} with something odd in all`]
      : []),
  ].join('\n')
}

/** A few rows of each kind that a person should look at. */
async function sampleRows({ client }: Session, { plan }: PreparedPlan, perKind: number) {
  const kinds: readonly RowKind[] = ['create', 'update', 'held-back', 'invalid', 'duplicate']
  const wanted = kinds.filter((kind) => perKind > 0 && plan.counts[kind] > 0)
  const limit = Math.min(perKind, 500)
  const pages = await Promise.all(
    wanted.map((kind) => client.plans.rows({ plan: plan.id, kind, offset: 0, limit })),
  )
  return pages.flat()
}
