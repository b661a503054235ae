import type { DatabaseSync } from 'node:sqlite'

/** Of the staged file's layout, in SQLite's `user_version`. A file is never migrated: it can be staged again. */
export const stagedVersion = 1

/** Marks a SQLite file as a staged source (`PRAGMA application_id`): "LfSt" in ASCII. */
export const stagedApplicationId = 0x4c665374

/**
 * Makes the tables of a new staged file, which is only ever added to. Each row is written once, at a commit, which takes
 * a few milliseconds: whoever reads meanwhile waits for that. A file that a crash cuts short is staged again, so nothing
 * is kept for undoing it. Measured on a million rows: a third less time than with a log beside it and small pages.
 */
export function createStagedTables(db: DatabaseSync): void {
  db.exec(`
    PRAGMA page_size = 16384;
    PRAGMA journal_mode = MEMORY;
    PRAGMA synchronous = OFF;
    PRAGMA cache_spill = OFF;
    PRAGMA application_id = ${stagedApplicationId};
    PRAGMA user_version = ${stagedVersion};

    -- n: number of the data row, from 1, without gaps. cells: JSON array of text, at least one per column.
    CREATE TABLE row (n INTEGER PRIMARY KEY, cells TEXT NOT NULL) STRICT;

    -- row_n: NULL for a problem of a column or of the file. cell: from 0, NULL for the whole row.
    CREATE TABLE problem (
      id INTEGER PRIMARY KEY, row_n INTEGER, cell INTEGER, kind TEXT NOT NULL, message TEXT NOT NULL
    ) STRICT;
    CREATE INDEX problem_by_row ON problem (row_n, id);

    -- One row, there from the start. complete: 0 while staging, and the sums are not final.
    CREATE TABLE info (
      only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
      id TEXT NOT NULL, name TEXT NOT NULL, format TEXT NOT NULL, columns TEXT NOT NULL,
      size_bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, rows INTEGER NOT NULL, problem_rows INTEGER NOT NULL,
      blank_records INTEGER NOT NULL, staged_at INTEGER NOT NULL, complete INTEGER NOT NULL
    ) STRICT;
  `)
}
