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
 * A column of what stands before last names goes before them, in the field that they fill: `van der` and `Berg` are one
 * name. Only where its cells are such words, and no last name begins with its own already. Pure.
 * @param guesses one for each column, in the order of the suggestions
 */
export function joinParticle(
  columns: readonly ColumnSuggestion[],
  guesses: readonly SampledGuess[],
  fields: readonly Field[],
): readonly ColumnSuggestion[] {
  const at = guesses.findIndex(({ guess }) => guess.concept === 'name-particle')
  const nameAt = guesses.findIndex(
    ({ guess }, n) => guess.concept === 'last-name' && fieldOf(columns[n]) !== null,
  )
  const [particle, name] = [columns[at], columns[nameAt]]
  const field = fieldOf(name)
  if (particle === undefined || name === undefined || field === null || fieldOf(particle) !== null)
    return columns
  const example = exampleOf(guesses[at]?.samples ?? [], guesses[nameAt]?.samples ?? [])
  if (example === null) return columns
  const template: readonly TemplatePart[] = [
    { column: particle.column.index },
    { text: ' ' },
    { column: name.column.index },
  ]
  const label = fields.find(({ id }) => id === field)?.label ?? name.column.name
  return columns.map((one) => {
    if (one === particle)
      return { ...one, reason: `Goes into “${label}”, before “${name.column.name}”: “${example}”.` }
    if (one !== name || !('field' in one.target)) return one
    const reason = `${one.reason} “${particle.column.name}” goes before it: “${example}”.`
    const rest = one.target.transforms.filter((step) => !tidy.includes(step))
    return { ...one, target: { ...one.target, template, transforms: [...tidy, ...rest] }, reason }
  })
}

function fieldOf(suggestion: ColumnSuggestion | undefined): FieldId | null {
  return suggestion !== undefined && 'field' in suggestion.target ? suggestion.target.field : null
}

/** The first name that comes of both, `null` where they are not to be joined. */
function exampleOf(before: readonly string[], names: readonly string[]): string | null {
  const pairs = before.flatMap((cell, row) =>
    isBlank(cell) ? [] : [[trimInvisible(cell), trimInvisible(names[row] ?? '')] as const],
  )
  const fit = pairs.every(([cell, name]) => isParticle(cell) && !startsWith(name, cell))
  const [first] = pairs.filter(([, name]) => name !== '')
  return fit && first !== undefined ? first.join(' ') : null
}

function isParticle(cell: string): boolean {
  return cell
    .toLowerCase()
    .split(/\s+/)
    .every((word) => particles.has(word))
}

/** Whether a last name has it already, at its beginning or, as in “Berg, van der”, at its end. */
function startsWith(name: string, cell: string): boolean {
  const [folded, part] = [name.toLowerCase(), cell.toLowerCase()]
  return folded.startsWith(`${part} `) || folded.endsWith(` ${part}`)
}
