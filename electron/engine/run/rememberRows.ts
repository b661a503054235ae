import type { DatabaseSync } from 'node:sqlite'
import type { PlanSpec } from '../../../shared/contract/plans.ts'
import type { RunId } from '../../../shared/model.ts'

/**
 * Keeps the recipe's bookmark, one per person: whoever was written (or needed nothing) is done and mode append leaves
 * them out next time; whoever failed is remembered as not done, so that no cursor ever skips them. A row without a
 * usable address is remembered by its number: it may be corrected, and come again at the same cursor. A corrected row
 * counts by its number in the file it came from, and when it is done, so is what it corrects.
 */
export function rememberRows(db: DatabaseSync, run: RunId, spec: PlanSpec): void {
  if (spec.append === null) return
  const { recipe } = spec.append
  db.prepare(
    `INSERT INTO recipe_row (connection, recipe, identity, cursor, done, run)
     SELECT plan.connection, :recipe, coalesce(p.identity, 'row ' || coalesce(f.root_row, p.row)), p.cursor,
       p.kind <> 'invalid' AND NOT EXISTS (
         SELECT 1 FROM change c LEFT JOIN step s ON s.change = c.id AND s.run = r.id
         WHERE c.plan = p.plan AND c.row = p.row AND coalesce(s.status, '') NOT IN ('written', 'accepted', 'held-back')),
       r.id
     FROM run r JOIN plan ON plan.id = r.plan JOIN plan_row p ON p.plan = r.plan
       LEFT JOIN fixed_row f ON f.source = plan.source AND f.row = p.row
     WHERE r.id = :run AND p.kind IN ('create', 'update', 'delete', 'unchanged', 'held-back', 'invalid')
     ON CONFLICT (connection, recipe, identity) DO UPDATE
       SET cursor = excluded.cursor, done = excluded.done, run = excluded.run`,
  ).run({ recipe, run })
  db.prepare(
    `UPDATE recipe_row SET done = 1, run = :run
     FROM (SELECT plan.connection AS connection, coalesce(old.identity, 'row ' || f.root_row) AS identity
       FROM run r JOIN plan ON plan.id = r.plan JOIN fixed_row f ON f.source = plan.source
         JOIN plan_row p ON p.plan = plan.id AND p.row = f.row
         JOIN plan_row old ON old.plan = f.of_plan AND old.row = f.of_row
         JOIN recipe_row new ON new.connection = plan.connection AND new.recipe = :recipe
           AND new.identity = p.identity AND new.done = 1
       WHERE r.id = :run) AS corrected
     WHERE recipe_row.connection = corrected.connection AND recipe_row.recipe = :recipe
       AND recipe_row.identity = corrected.identity`,
  ).run({ recipe, run })
}
