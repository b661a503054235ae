import type { Field, FieldId, TemplatePart, Transform } from '../model.ts'
import { isBlank, trimInvisible } from '../values/trimInvisible.ts'
import type { SampledGuess } from './guessColumns.ts'
import type { ColumnSuggestion } from './suggestMapping.ts'

/** What stands before family names: Dutch ones in a column of their own, others beside them. */
const particles = new Set(
  "van von vom de den der des het 't ’t 's ’s d' d’ ten ter te tot in op aan bij onder over uit voor uijt zu zum zur la le les du di da del della do dos das e y af av".split(
    ' ',
  ),
)

const tidy: readonly Transform[] = ['trim', 'collapse-spaces']

/**
 * Last names that are kept in two columns become one: Dutch ones with what stands before them (`van der`, `Berg`), Spanish
 * ones with the second (`García`, `Pérez`). Only where no last name has the other part already. Pure.
 * @param guesses one for each column, in the order of the suggestions
 */
export function joinLastNames(
  columns: readonly ColumnSuggestion[],
  guesses: readonly SampledGuess[],
  fields: readonly Field[],
): readonly ColumnSuggestion[] {
  const at = guesses.findIndex(
    ({ guess }, n) => guess.concept === 'last-name' && fieldOf(columns[n]) !== null,
  )
  const otherAt = guesses.findIndex(
    ({ guess }, n) =>
      (guess.concept === 'name-particle' || guess.concept === 'second-last-name') &&
      fieldOf(columns[n]) === null,
  )
  const [name, other, part] = [columns[at], columns[otherAt], guesses[otherAt]]
  const field = fieldOf(name)
  if (name === undefined || other === undefined || part === undefined || field === null) return columns
  const goes = part.guess.concept === 'name-particle' ? 'before' : 'after'
  const example = exampleOf(part.samples, guesses[at]?.samples ?? [], goes)
  if (example === null) return columns
  const indexes = inOrder(other.column.index, name.column.index, goes)
  const template: readonly TemplatePart[] = [{ column: indexes[0] }, { text: ' ' }, { column: indexes[1] }]
  const label = fields.find(({ id }) => id === field)?.label ?? name.column.name
  return columns.map((one) => {
    if (one === other)
      return { ...one, reason: `Goes into “${label}”, ${goes} “${name.column.name}”: “${example}”.` }
    if (one !== name || !('field' in one.target)) return one
    const reason = `${one.reason} “${other.column.name}” goes ${goes} it: “${example}”.`
    const rest = one.target.transforms.filter((step) => !tidy.includes(step))
    return { ...one, target: { ...one.target, template, transforms: [...tidy, ...rest] }, reason }
  })
}

type Goes = 'before' | 'after'

function inOrder<T>(part: T, name: T, goes: Goes): readonly [T, T] {
  return goes === 'before' ? [part, name] : [name, part]
}

function fieldOf(suggestion: ColumnSuggestion | undefined): FieldId | null {
  return suggestion !== undefined && 'field' in suggestion.target ? suggestion.target.field : null
}

/** The first name that comes of both, `null` where they are not to be joined. */
function exampleOf(parts: readonly string[], names: readonly string[], goes: Goes): string | null {
  const pairs = parts.flatMap((cell, row) =>
    isBlank(cell) ? [] : [[trimInvisible(cell), trimInvisible(names[row] ?? '')] as const],
  )
  const fit = pairs.every(([part, name]) => (goes === 'after' || isParticle(part)) && !hasAlready(name, part))
  const [first] = pairs.filter(([, name]) => name !== '')
  return fit && first !== undefined ? inOrder(...first, goes).join(' ') : null
}

function isParticle(cell: string): boolean {
  return cell
    .toLowerCase()
    .split(/\s+/)
    .every((word) => particles.has(word))
}

/** At its beginning or, as in “Berg, van der”, at its end. */
function hasAlready(name: string, part: string): boolean {
  const [folded, other] = [name.toLowerCase(), part.toLowerCase()]
  return folded.startsWith(`${other} `) || folded.endsWith(` ${other}`)
}
