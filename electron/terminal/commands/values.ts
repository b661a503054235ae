import type { DistinctValues } from '../../../shared/contract/sources.ts'
import { columnOf } from '../mappingLookup.ts'
import { exitCodes } from '../exitCode.ts'
import type { Output } from '../output.ts'
import { withSession } from '../session.ts'
import { table } from '../table.ts'
import { stage } from './preparePlan.ts'
import type { FileOptions } from './syncOptions.ts'

export interface ValuesOptions extends FileOptions {
  /** Cells hold lists, whose values stand between these signs. */
  readonly separators?: string
}

/** `listferry values FILE COLUMN`: the different values of a column, counted, and the tables that they could become. */
export async function valuesCommand(
  output: Output,
  file: string,
  column: string,
  options: ValuesOptions,
): Promise<number> {
  return withSession(output, {}, async (session) => {
    const source = await stage(session, [file], options)
    const { index } = columnOf({ columns: source.columns, fields: [] }, column)
    const { separators } = options
    const found = await session.client.sources.distinctValues(
      { source: source.id, from: { column: index }, transforms: ['trim'], ...(separators && { separators }) },
      session.signal,
    )
    output.result(found, () => valuesWords(found, output.width))
    return exitCodes.done
  })
}

function valuesWords({ values, distinct, blankRows, suggestions }: DistinctValues, width: number): string {
  const shown = values.slice(0, 50)
  const more = distinct > shown.length ? [`… ${distinct - shown.length} more values`] : []
  const tables = suggestions.map(
    ({ id, label, reason }) => `${reason} --values-as "field=${id}" makes of them: ${label}.`,
  )
  return [
    table([['Rows', 'Value'], ...shown.map(({ value, count }) => [String(count), value])], width),
    ...more,
    ...(blankRows > 0 ? [`${blankRows} rows are blank.`] : []),
    ...tables,
  ].join('\n')
}
