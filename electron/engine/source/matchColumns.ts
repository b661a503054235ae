import { foldWord } from '../../../shared/values/foldWord.ts'
import type { Column } from '../../../shared/model.ts'

export interface ColumnMatch {
  /** Where each found column stands in the first file; -1: nowhere. */
  readonly at: readonly number[]
  /** Of the first file, those that were not found. */
  readonly lacks: readonly Column[]
  /** Found, and not in the first file. */
  readonly more: readonly Column[]
}

/** By name; without a header by their number. */
export function matchColumns(first: readonly Column[], found: readonly Column[]): ColumnMatch {
  const same = (a: Column, b: Column) =>
    a.name === b.name || (foldWord(a.name) !== '' && foldWord(a.name) === foldWord(b.name))
  const taken = new Set<number>()
  const at = found.map((column) => {
    const place =
      first.find((one) => one.name === column.name && !taken.has(one.index)) ??
      first.find((one) => same(one, column) && !taken.has(one.index))
    if (place) taken.add(place.index)
    return place?.index ?? -1
  })
  const more = found.filter((_, index) => at[index] === -1)
  const lacks = first.filter(({ index }) => !taken.has(index))
  return { at, lacks, more }
}

export function isSame({ lacks, more }: ColumnMatch): boolean {
  return lacks.length === 0 && more.length === 0
}

const namesShown = 4

/** `lacks “City” and has “Town” besides` */
export function differenceWords({ lacks, more }: ColumnMatch): string {
  const list = (columns: readonly Column[]) =>
    columns
      .slice(0, namesShown)
      .map(({ name }) => `“${name}”`)
      .join(', ') + (columns.length > namesShown ? ` and ${columns.length - namesShown} more` : '')
  const parts = [
    ...(lacks.length > 0 ? [`lacks ${list(lacks)}`] : []),
    ...(more.length > 0 ? [`has ${list(more)} besides`] : []),
  ]
  return parts.join(' and ')
}
