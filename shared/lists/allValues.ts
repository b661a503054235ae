import type { EngineClient } from '../contract/contract.ts'
import type { DistinctValues } from '../contract/sources.ts'
import type { SourceId } from '../model.ts'

/** Every value of a column of lists, most frequent first: they come a page at a time. */
export async function allValues(
  sources: Pick<EngineClient['sources'], 'distinctValues'>,
  of: { readonly source: SourceId; readonly column: number; readonly separators: string },
  signal: AbortSignal,
): Promise<DistinctValues['values']> {
  const { source, column, separators } = of
  const wanted = { source, from: { column }, transforms: [], separators }
  const found: DistinctValues['values'][number][] = []
  for (;;) {
    const { values, distinct } = await sources.distinctValues({ ...wanted, offset: found.length }, signal)
    found.push(...values)
    if (values.length === 0 || found.length >= distinct) return found
  }
}
