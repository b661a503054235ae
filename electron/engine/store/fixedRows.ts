import type { DatabaseSync } from 'node:sqlite'
import type { PlanId, SourceId } from '../../../shared/model.ts'

/** Remembers what the rows of a corrected source stand for, in their order there. */
export function saveFixedRows(
  db: DatabaseSync,
  source: SourceId,
  of: { readonly plan: PlanId; readonly source: SourceId; readonly rows: readonly number[] },
): void {
  const insert = db.prepare(`INSERT INTO fixed_row (source, row, of_plan, of_row, root_row)
    SELECT :source, :row, :plan, :of_row,
      coalesce((SELECT root_row FROM fixed_row WHERE source = :of_source AND row = :of_row), :of_row)`)
  of.rows.forEach((row, index) =>
    insert.run({ source, row: index + 1, plan: of.plan, of_row: row, of_source: of.source }),
  )
}
