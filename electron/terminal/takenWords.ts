import type { FixTaken } from '../../shared/contract/fixes.ts'
import { counted } from './words.ts'

/** What came back from a spreadsheet. */
export function takenWords({ cells, rows, refused, refusedCount }: FixTaken): string {
  const words =
    cells === 0
      ? 'Nothing in it was changed.'
      : `${counted(cells, 'cell')} in ${counted(rows, 'row')} taken from it.`
  const why = refused.map((one) => `  ${one.why}`)
  return [
    words,
    ...(refusedCount > 0 ? [`${counted(refusedCount, 'row')} could not be taken:`, ...why] : []),
  ].join('\n')
}
