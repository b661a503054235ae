import type { EngineClient } from '../../../shared/contract/contract.ts'
import type { OpenedFile } from '../../../shared/contract/sources.ts'
import type { FormatChoices } from '../sync/syncState.ts'

/** Blank lines are no rows, but they are records: so many in a row are looked past. */
const blankLines = 50

/** Which record of the file a row is, to make it the header. `from`: the least it can be. */
export async function findHeaderRecord(
  sources: Pick<EngineClient['sources'], 'preview'>,
  file: OpenedFile,
  choices: FormatChoices,
  { cells, from }: { readonly cells: readonly string[]; readonly from: number },
): Promise<number> {
  for (let record = from; record < from + blankLines; record += 1) {
    const overrides = { ...choices, headerRecord: record }
    const { columns } = await sources.preview({ file: file.file, overrides, rows: 1 })
    if (columns.length > 0 && columns.every(({ header }, index) => header === (cells[index] ?? '')))
      return record
  }
  return from
}
