import type { DatabaseSync } from 'node:sqlite'
import type { CheckFix } from '../../../shared/contract/check.ts'
import { hasEditTables, knowsFixes } from './editTables.ts'

/** The fixes of all alike that were made to a file and not undone, in their order; the same one again follows itself once. */
export function fixesMade(db: DatabaseSync): CheckFix[] {
  if (!hasEditTables(db) || !knowsFixes(db)) return []
  const texts = db
    .prepare('SELECT fix FROM edit WHERE undone = 0 AND fix IS NOT NULL ORDER BY number')
    .all()
    .map(({ fix }) => fix as string)
  return texts.filter((text, at) => text !== texts[at - 1]).map((text) => JSON.parse(text) as CheckFix)
}
