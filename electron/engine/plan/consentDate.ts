import { columnAt } from '../../../shared/mapping/columnAt.ts'
import type { Column, ConsentRule, ValueSettings } from '../../../shared/model.ts'
import { parseDate } from '../../../shared/values/date.ts'
import { isBlank } from '../../../shared/values/trimInvisible.ts'

/** When a row's person agreed: ISO 8601 with time, `null` for now; or why that can't be told, in words. */
export type ConsentDate = { readonly at: string | null } | { readonly problem: string }

/**
 * Reads the date of consent of each row. A blank or unreadable cell is never taken for "now": that would claim what
 * nobody said. Pure.
 * @throws AppError `invalid-input` where the rule names a column that the file does not have.
 */
export function consentDateReader(
  rule: ConsentRule | null,
  columns: readonly Column[],
  { dateOrder }: ValueSettings,
  nowMs: number,
): (cells: readonly (string | undefined)[]) => ConsentDate {
  const since = rule?.since ?? null
  if (since === null) return () => now
  if ('date' in since) {
    const date = instant(since.date)
    const given = { at: date }
    return () => given
  }
  const { index, name } = columnAt(columns, since.column)
  return (cells) => {
    const cell = cells[index] ?? ''
    if (isBlank(cell)) return { problem: `Not subscribed: “${name}” holds no date of consent for this row.` }
    const read = parseDate(cell, dateOrder)
    if (!read.ok) return { problem: `Not subscribed, because “${name}” can't be read: ${read.message}` }
    const at = instant(String(read.value))
    if (Date.parse(at) <= nowMs) return { at }
    return {
      problem: `Not subscribed: the date of consent in “${name}” (${at.slice(0, 10)}) is in the future.`,
    }
  }
}

const now: ConsentDate = { at: null }

/** `2024-01-15` and `2024-01-15T10:00:00.123Z` to `2024-01-15T00:00:00Z` and `2024-01-15T10:00:00Z`. */
function instant(iso: string): string {
  return new Date(iso).toISOString().replace(/\.\d+Z$/, 'Z')
}
