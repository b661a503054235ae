import type { DatabaseSync } from 'node:sqlite'
import type { PlanSpec, SinceLast } from '../../../../shared/contract/plans.ts'
import type { PlanId } from '../../../../shared/model.ts'
import { foldWord } from '../../../../shared/values/foldWord.ts'
import type { Connector } from '../../connectors/connector.ts'
import type { StagedRows } from '../../source/stagedRows.ts'
import type { EarlierFile } from '../volume/earlierFile.ts'
import { namedRows } from './namedRows.ts'

/** A file held against the one that the same sync sent before. */
export interface FileDiff {
  readonly summary: SinceLast
  /** The address that a row's person had in the earlier file, by row, where the stable id says that it changed. */
  readonly addressBefore: ReadonlyMap<number, string>
}

export interface DiffFilesDeps {
  readonly db: DatabaseSync
  readonly connector: Pick<Connector, 'identifiers'>
  readonly staged: StagedRows
  readonly earlierStaged: StagedRows
  /** Whether a row counts: of several about one person, one. */
  readonly counts: (row: number) => boolean
}

/**
 * Who is new, who is gone, and whose address changed since the file before. Names are kept in a temporary table, since a
 * million of them are too many for memory.
 */
export async function diffFiles(
  { db, connector, staged, earlierStaged, counts }: DiffFilesDeps,
  plan: PlanId,
  spec: PlanSpec,
  earlier: EarlierFile,
  signal: AbortSignal,
): Promise<FileDiff> {
  const table = `temp.since_${plan}`
  db.exec(`CREATE TABLE ${table} (name TEXT PRIMARY KEY, id TEXT, seen INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
    CREATE INDEX temp.since_${plan}_by_id ON since_${plan} (id) WHERE id IS NOT NULL`)
  try {
    const insert = db.prepare(`INSERT OR REPLACE INTO ${table} (name, id)
      SELECT value ->> 0, value ->> 1 FROM json_each(?)`)
    for await (const rows of namedRows(
      earlierStaged,
      earlier.spec,
      earlierIdColumn(spec, staged, earlierStaged),
      connector,
    )) {
      signal.throwIfAborted()
      insert.run(JSON.stringify(rows.map(({ name, id }) => [name, id])))
    }
    const see = db.prepare(`UPDATE ${table} SET seen = 1 WHERE name IN (SELECT value FROM json_each(?))`)
    const known = db.prepare(`SELECT j.key AS n FROM json_each(?) j JOIN ${table} t ON t.name = j.value`)
    const byId = db.prepare(`SELECT j.key AS n, t.name FROM json_each(?) j
      JOIN ${table} t ON t.id = j.value ->> 0 WHERE t.name <> j.value ->> 1`)
    const addressBefore = new Map<number, string>()
    let added = 0
    for await (const rows of namedRows(staged, spec, spec.stableId?.column ?? null, connector)) {
      signal.throwIfAborted()
      const counting = rows.filter(({ row }) => counts(row))
      const names = JSON.stringify(counting.map(({ name }) => name))
      const isKnown = new Set(known.all(names).map(({ n }) => n as number))
      see.run(names)
      const strangers = counting.filter((_, n) => !isKnown.has(n))
      const withId = strangers.filter(({ id }) => id !== null)
      const moved = byId.all(JSON.stringify(withId.map(({ id, name }) => [id, name])))
      for (const { n, name } of moved) {
        const row = withId[n as number]
        // One who is in both files under their own address did not move.
        if (row && !addressBefore.has(row.row)) addressBefore.set(row.row, name as string)
      }
      see.run(JSON.stringify(moved.map(({ name }) => name)))
      added += strangers.length - new Set(moved.map(({ n }) => n)).size
    }
    const gone = db.prepare(`SELECT count(*) AS n FROM ${table} WHERE seen = 0`).get()
    return {
      summary: {
        run: earlier.run,
        at: earlier.at,
        file: earlier.info.name,
        added,
        gone: gone?.n as number,
        changedAddress: addressBefore.size,
      },
      addressBefore,
    }
  } finally {
    db.exec(`DROP TABLE ${table}`)
  }
}

/** The same column of the earlier file, by its name. */
function earlierIdColumn({ stableId }: PlanSpec, staged: StagedRows, earlier: StagedRows): number | null {
  const name = staged.info.columns[stableId?.column ?? -1]?.name
  if (name === undefined) return null
  return earlier.info.columns.find((one) => foldWord(one.name) === foldWord(name))?.index ?? null
}
