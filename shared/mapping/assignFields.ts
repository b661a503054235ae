import type { Field, FieldId } from '../model.ts'
import { leftWhen } from './guessColumn.ts'
import type { ColumnGuess } from './guessColumn.ts'
import { knownField, matchField } from './matchField.ts'
import type { FieldMatch } from './matchField.ts'

/** A column that fits a field. */
export interface Candidate extends FieldMatch {
  readonly guess: ColumnGuess
}

export interface Assignment {
  /** By column index. */
  readonly byColumn: ReadonlyMap<number, Candidate>
  readonly byField: ReadonlyMap<FieldId, Candidate>
  /** All that fit, the surest first. */
  readonly candidates: readonly Candidate[]
}

/**
 * Gives each field at most one column and each column at most one field, the surest pair first; equally sure columns go
 * by their order in the file. Columns that say who left get none.
 */
export function assignFields(guesses: readonly ColumnGuess[], fields: readonly Field[]): Assignment {
  const candidates = candidatesFor(guesses, fields)
  const byColumn = new Map<number, Candidate>()
  const byField = new Map<FieldId, Candidate>()
  for (const one of candidates) {
    if (byColumn.has(one.guess.column.index) || byField.has(one.field.id)) continue
    byColumn.set(one.guess.column.index, one)
    byField.set(one.field.id, one)
  }
  return { byColumn, byField, candidates }
}

function candidatesFor(guesses: readonly ColumnGuess[], fields: readonly Field[]): readonly Candidate[] {
  const known = fields.map(knownField)
  return guesses
    .filter((guess) => leftWhen(guess) === null)
    .flatMap((guess) =>
      known.flatMap((field) => {
        const match = matchField(guess, field)
        return match ? [{ ...match, guess }] : []
      }),
    )
    .sort((a, b) => b.confidence - a.confidence || a.guess.column.index - b.guess.column.index)
}
