import type { DatabaseSync } from 'node:sqlite'
import type { Cursor } from '../plan/cursor.ts'

/** What a recipe has dealt with, for mode append. */
export interface RecipeRows {
  /** Which of these rows it has dealt with. */
  dealtWith<R extends RecipeRow>(rows: readonly R[]): R[]
  /** Why such rows are left out, in words. */
  readonly reason: string
}

export interface RecipeRow {
  readonly identity: string
  readonly cursor: Cursor
}

/**
 * A person is left out when the recipe dealt with them; with a cursor, at the cursor they were dealt with, or where the
 * recipe is known to be through: below every row that failed, and below the highest cursor. At the bookmark itself
 * only those who were dealt with are left out: others may have come in the same second.
 */
export function recipeRows(
  db: DatabaseSync,
  connection: number,
  recipe: string,
  by: 'identity' | 'cursor',
): RecipeRows {
  const find = db.prepare(done)
  const dealtWith = (rows: readonly RecipeRow[]) => {
    const identities = JSON.stringify(rows.map(({ identity }) => identity))
    const found = find.all({ connection, recipe, identities }) as unknown as Done[]
    return new Map(found.map(({ row, cursor }) => [row, cursor]))
  }
  if (by === 'identity')
    return {
      reason: 'an earlier run dealt with this person',
      dealtWith(rows) {
        const known = dealtWith(rows)
        return rows.filter((_, n) => known.has(n))
      },
    }
  const { edge } = db.prepare(edgeOfRecipe).get({ connection, recipe }) as unknown as { edge: Cursor }
  return {
    reason: 'not newer than what earlier runs dealt with',
    dealtWith(rows) {
      const known = dealtWith(rows)
      return rows.filter(({ cursor }, n) => isBelow(cursor, edge) || isUpTo(cursor, known.get(n) ?? null))
    },
  }
}

interface Done {
  /** Position in what was asked. */
  readonly row: number
  readonly cursor: Cursor
}

const done = `SELECT j.key AS row, d.cursor FROM json_each(:identities) j
  CROSS JOIN recipe_row d ON d.connection = :connection AND d.recipe = :recipe AND d.identity = j.value AND d.done = 1`

const edgeOfRecipe = `SELECT min(edge) AS edge FROM
  (SELECT max(cursor) AS edge FROM recipe_row WHERE connection = :connection AND recipe = :recipe
   UNION ALL
   SELECT min(cursor) FROM recipe_row
   WHERE connection = :connection AND recipe = :recipe AND done = 0 AND cursor IS NOT NULL)
  WHERE edge IS NOT NULL`

/** As SQLite orders them: numbers before text. What is blank is neither below anything nor above. */
function isBelow(cursor: Cursor, other: Cursor): boolean {
  if (cursor === null || other === null) return false
  if (typeof cursor !== typeof other) return typeof cursor === 'number'
  return cursor < other
}

function isUpTo(cursor: Cursor, other: Cursor): boolean {
  return cursor !== null && (cursor === other || isBelow(cursor, other))
}
