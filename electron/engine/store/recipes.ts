import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../shared/errors.ts'
import type { ConnectionId, RecipeId, RunId, RunStatus, SourceId } from '../../../shared/model.ts'
import type { RecipeDocument } from '../recipe/recipeDocument.ts'
import { connectionNumber } from './connections.ts'

/** A saved sync as it is kept here. */
export interface Recipe {
  readonly id: RecipeId
  readonly document: RecipeDocument
  /** `null`: the account it was made for is not connected here. */
  readonly connection: ConnectionId | null
  /** The file it was last used with. Never part of the document. */
  readonly lastPath: string | null
  readonly savedAt: number
}

export interface RecipeStore {
  /** By name. */
  list(): Recipe[]
  /** By id, or by name ignoring case. @throws AppError `not-found` naming what there is */
  find(idOrName: string): Recipe
  save(recipe: Recipe): void
  remove(id: RecipeId): void
  /** Remembers that this source was staged for it. */
  used(id: RecipeId, source: SourceId, path: string): void
  lastRun(id: RecipeId): { readonly run: RunId; readonly at: number; readonly status: RunStatus } | null
}

export function recipeStore(db: DatabaseSync): RecipeStore {
  const list = () =>
    db
      .prepare(
        `SELECT r.*, c.id AS connection_id FROM recipe r LEFT JOIN connection c ON c.n = r.connection
         ORDER BY lower(r.name)`,
      )
      .all()
      .map(fromRow)
  return {
    list,
    find: (idOrName) => findRecipe(list(), idOrName),
    save: (recipe) => saveRecipe(db, recipe),
    remove: (id) => void db.prepare('DELETE FROM recipe WHERE id = ?').run(id),
    used(id, source, path) {
      db.prepare('INSERT OR IGNORE INTO recipe_source (recipe, source) VALUES (?, ?)').run(id, source)
      db.prepare('UPDATE recipe SET last_path = ? WHERE id = ?').run(path, id)
    },
    lastRun(id) {
      const row = db
        .prepare(
          `SELECT run.id, run.started_at, run.status FROM recipe_source s JOIN plan ON plan.source = s.source
             JOIN recipe ON recipe.id = s.recipe AND recipe.connection = plan.connection
             JOIN run ON run.plan = plan.id WHERE s.recipe = ? ORDER BY run.id DESC LIMIT 1`,
        )
        .get(id)
      if (!row) return null
      return { run: row.id as RunId, at: row.started_at as number, status: row.status as RunStatus }
    },
  }
}

function findRecipe(all: readonly Recipe[], idOrName: string): Recipe {
  const wanted = idOrName.trim().toLowerCase()
  const found = all.find(({ id, document }) => id === idOrName || document.name.toLowerCase() === wanted)
  if (found) return found
  const names = all.map(({ document }) => `“${document.name}”`)
  const hint = names.length === 0 ? 'Nothing is saved yet.' : `Saved: ${names.join(', ')}.`
  throw new AppError('not-found', `There is no saved sync “${idOrName}”. ${hint}`)
}

function saveRecipe(db: DatabaseSync, { id, document, connection, lastPath, savedAt }: Recipe): void {
  const number = connection === null ? null : connectionNumber(db, connection)
  db.prepare(
    `INSERT INTO recipe (id, name, document, connection, last_path, saved_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, document = excluded.document,
       connection = excluded.connection, last_path = excluded.last_path, saved_at = excluded.saved_at`,
  ).run(id, document.name, JSON.stringify(document), number, lastPath, savedAt)
}

function fromRow(row: Record<string, unknown>): Recipe {
  return {
    id: row.id as RecipeId,
    document: JSON.parse(row.document as string) as RecipeDocument,
    connection: row.connection_id as ConnectionId | null,
    lastPath: row.last_path as string | null,
    savedAt: row.saved_at as number,
  }
}
