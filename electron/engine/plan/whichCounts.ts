import type { DuplicateRule } from '../../../shared/contract/plans.ts'

/**
 * Which of several rows of one person counts. Pure.
 * @param rows the last one first
 * @param filled how much a row says; asked only by the rule for the most complete, of which the last one wins among equals
 */
export function whichCounts(
  rows: readonly number[],
  rule: DuplicateRule,
  filled: (row: number) => number,
): number {
  switch (rule) {
    case 'first':
      return rows.at(-1) ?? 0
    case 'last':
    case 'merge':
      return rows[0] ?? 0
    case 'most-complete': {
      let best = rows[0] ?? 0
      let most = filled(best)
      for (const row of rows.slice(1)) {
        const has = filled(row)
        if (has > most) [best, most] = [row, has]
      }
      return best
    }
  }
}
