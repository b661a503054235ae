import type { DatabaseSync } from 'node:sqlite'
import type { PlanSpec } from '../../../shared/contract/plans.ts'
import type { RunId } from '../../../shared/model.ts'

/**
 * Keeps the recipe's bookmark, one per person: whoever was written (or needed nothing) is done and mode append leaves
 * them out next time; whoever failed is remembered as not done, so that no cursor ever skips them. A row without a
 * usable address is remembered by its number: it may be corrected, and come again at the same cursor.
 */
export function rememberRows(db: DatabaseSync, run: RunId, spec: PlanSpec): void {
  if (spec.append === null) return
  db.prepare(
    `INSERT INTO recipe_row (connection, recipe, identity, cursor, done, run)
     SELECT plan.connection, :recipe, coalesce(p.identity, 'row ' || p.row), p.cursor,
       p.kind <> 'invalid' AND NOT EXISTS (
         SELECT 1 FROM change c LEFT JOIN step s ON s.change = c.id AND s.run = r.id
         WHERE c.plan = p.plan AND c.row = p.row AND coalesce(s.status, '') NOT IN ('written', 'accepted', 'held-back')),
       r.id
     FROM run r JOIN plan ON plan.id = r.plan JOIN plan_row p ON p.plan = r.plan
     WHERE r.id = :run AND p.kind IN ('create', 'update', 'unchanged', 'held-back', 'invalid')
     ON CONFLICT (connection, recipe, identity) DO UPDATE
       SET cursor = excluded.cursor, done = excluded.done, run = excluded.run`,
  ).run({ recipe: spec.append.recipe, run })
}
