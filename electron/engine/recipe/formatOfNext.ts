import { AppError } from '../../../shared/errors.ts'
import type { FormatOverrides } from '../source/detectFormat.ts'
import { previewFile } from '../source/previewFile.ts'
import { refuseOtherShape } from './fromRecipe.ts'
import type { RecipeDocument } from './recipeDocument.ts'

/**
 * How a file is read that a saved sync is to be run with. Where the sync goes by a column that only an export's files of
 * people who left have, those are read with the others, as they were when it was saved.
 * @throws AppError `invalid-input` for a file of another shape, naming what it lacks; as `previewFile`
 */
export async function formatOfNext(
  document: RecipeDocument,
  path: string,
  format: FormatOverrides,
): Promise<FormatOverrides> {
  const { columns, parts } = await previewFile(path, format, { rows: 1 })
  const all = parts.filter(({ taken, ofWhoLeft }) => taken || ofWhoLeft).map(({ name }) => name)
  try {
    refuseOtherShape(document, columns)
    return format
  } catch (refusal) {
    if (!parts.some(({ ofWhoLeft }) => ofWhoLeft)) throw refusal
    const withWhoLeft = { ...format, parts: all }
    const united = await previewFile(path, withWhoLeft, { rows: 1 }).catch(refusedAs(refusal))
    refuseOtherShape(document, united.columns)
    return withWhoLeft
  }
}

/** Files that don't go together say less than what the sync lacks. */
function refusedAs(refusal: unknown): (error: unknown) => never {
  return (error) => {
    throw error instanceof AppError ? refusal : error
  }
}
