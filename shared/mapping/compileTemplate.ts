import type { Column, TemplatePart } from '../model.ts'
import { applyTransforms } from '../values/transforms.ts'
import { isBlank } from '../values/trimInvisible.ts'
import { columnAt } from './columnAt.ts'

/**
 * Joins cells and fixed text. Blank when all of its cells are, so that nobody is called ", "; a single blank cell
 * leaves no double space behind.
 * @throws AppError `invalid-input` where it names a column that the file does not have.
 */
export function compileTemplate(
  template: readonly TemplatePart[],
  columns: readonly Column[],
): (cells: readonly string[]) => string {
  const parts = template.map((part) =>
    'text' in part ? part : { column: columnAt(columns, part.column).index },
  )
  return (cells) => {
    const texts = parts.map((part) => ('text' in part ? part.text : (cells[part.column] ?? '')))
    const hasCell = parts.some((part, n) => 'column' in part && !isBlank(texts[n] ?? ''))
    return hasCell ? applyTransforms(texts.join(''), ['collapse-spaces', 'trim']) : ''
  }
}
