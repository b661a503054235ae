import type { Column, TemplatePart } from '../model.ts'
import { isBlank } from '../values/trimInvisible.ts'
import { columnAt } from './columnAt.ts'

/**
 * Joins cells and fixed text. Blank when all of its cells are, so that nobody is called ", ". Cells stay as they are;
 * where one is blank, the spaces of the fixed text around it become one, or none at either end.
 * `undefined`: blank, but the row is too short for one of the cells, so the file says nothing about it.
 * @throws AppError `invalid-input` where it names a column that the file does not have.
 */
export function compileTemplate(
  template: readonly TemplatePart[],
  columns: readonly Column[],
): (cells: readonly (string | undefined)[]) => string | undefined {
  const parts = template.map((part) =>
    'text' in part ? part : { column: columnAt(columns, part.column).index },
  )
  return (cells) => {
    const isCell = (part: TemplatePart) => 'column' in part && !isBlank(cells[part.column] ?? '')
    if (parts.some(isCell)) return join(parts, cells)
    return parts.some((part) => 'column' in part && cells[part.column] === undefined) ? undefined : ''
  }
}

/** What a template is made of, for people: `“First name” and “Last name”`. */
export function templateColumns(template: readonly TemplatePart[], columns: readonly Column[]): string {
  const names = [...new Set(template.flatMap((part) => ('column' in part ? [part.column] : [])))].map(
    (index) => `“${columnAt(columns, index).name}”`,
  )
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}

function join(parts: readonly TemplatePart[], cells: readonly (string | undefined)[]): string {
  let joined = ''
  /** Fixed text after the last cell that was not blank, and whether a blank one came since. */
  let [text, isAfterBlank] = ['', false]
  for (const part of parts) {
    const cell = 'text' in part ? null : (cells[part.column] ?? '')
    if ('text' in part) {
      const hasSpace = text === '' ? joined === '' : /\s$/.test(text)
      text += isAfterBlank && hasSpace ? part.text.trimStart() : part.text
    } else if (cell === null || isBlank(cell)) isAfterBlank = true
    else {
      joined += text + cell
      text = ''
      isAfterBlank = false
    }
  }
  return joined + (isAfterBlank ? text.trimEnd() : text)
}
