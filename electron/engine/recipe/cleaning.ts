import type { CheckFix } from '../../../shared/contract/check.ts'
import type { Column, FieldId, FieldRule } from '../../../shared/model.ts'
import type { RecipeFix } from './recipeDocument.ts'

export interface CleaningPlace {
  readonly columns: readonly Column[]
  readonly fields: readonly FieldRule[]
  /** Fields by which people are known: what is put right of one of them is about one person. */
  readonly identifiers: readonly FieldId[]
  /** Names of the columns that the recipe uses. */
  readonly used: readonly string[]
}

/**
 * What of the fixes of a file is meant for the next one: those of columns that the recipe uses, but not those that say what
 * an address or number of one person is instead. Pure.
 */
export function cleaningOf(fixes: readonly CheckFix[], place: CleaningPlace): RecipeFix[] {
  const personal = personalColumns(place)
  return fixes.flatMap((fix): RecipeFix[] => {
    if (fix.how === 'skip' && fix.column === null) return [{ ...fix, column: null }]
    const column = place.columns[fix.column ?? -1]?.name
    if (column === undefined || !place.used.includes(column)) return []
    return fix.how === 'same' && personal.has(fix.column) ? [] : [{ ...fix, column }]
  })
}

/** The fixes as this file has its columns. Pure. */
export function fixesHere(
  cleaning: readonly RecipeFix[],
  column: (name: string) => number,
): readonly CheckFix[] {
  return cleaning.map((fix): CheckFix => {
    if (fix.how === 'skip') return { ...fix, column: fix.column === null ? null : column(fix.column) }
    return { ...fix, column: column(fix.column) }
  })
}

function personalColumns({ fields, identifiers }: CleaningPlace): ReadonlySet<number> {
  const personal = fields.filter(
    ({ field, type }) => type === 'email' || type === 'phone' || identifiers.includes(field),
  )
  return new Set(personal.flatMap(({ from }) => ('column' in from ? [from.column] : [])))
}
