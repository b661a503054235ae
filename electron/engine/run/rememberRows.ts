import type { DatabaseSync } from 'node:sqlite'
import type { PlanSpec } from '../../../shared/contract/plans.ts'
import type { RunId } from '../../../shared/model.ts'

/**
 * Keeps the recipe's bookmark, one per person: whoever was written (or needed nothing) is done and mode append leaves
 * them out next time; whoever failed is remembered as not done, so that no cursor ever skips them.
 */
export function rememberRows({ db }: { readonly db: DatabaseSync }, run: RunId, spec: PlanSpec): void {
  if (spec.append === null) return
  db.prepare(
    `INSERT INTO recipe_row (recipe, identity, cursor, done, run)
     SELECT ?1, p.identity, nullif(p.cursor, ''),
       p.kind IN ('unchanged', 'held-back') OR NOT EXISTS (
         SELECT 1 FROM change c LEFT JOIN step s ON s.change = c.id AND s.run = r.id
         WHERE c.plan = p.plan AND c.row = p.row AND coalesce(s.status, '') NOT IN ('written', 'accepted', 'held-back')),
       r.id
     FROM run r JOIN plan_row p ON p.plan = r.plan
     WHERE r.id = ?2 AND p.identity IS NOT NULL AND p.kind IN ('create', 'update', 'unchanged', 'held-back')
     ON CONFLICT (recipe, identity) DO UPDATE SET cursor = excluded.cursor, done = excluded.done, run = excluded.run`,
  ).run(spec.append.recipe, run)
}
