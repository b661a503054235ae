/**
 * What keeps a sync from doing what nobody wants. own_limit: how many people the account's plan takes, as the user said.
 * left_person: who left, from every account that was read and from files: no address, only what tells it again. key: made here once,
 * so that the same address has another hash on every computer. origin: the connection's id, or `file` or `you`;
 * practice: 1 for people of practice accounts, who are nobody real.
 */
export const guard = `
ALTER TABLE connection ADD COLUMN own_limit INTEGER;

CREATE TABLE left_key (
  one           INTEGER PRIMARY KEY CHECK (one = 1),
  key           TEXT NOT NULL
) STRICT;

CREATE TABLE left_person (
  hash          TEXT NOT NULL,
  practice      INTEGER NOT NULL,
  origin        TEXT NOT NULL,
  name          TEXT NOT NULL,
  reason        TEXT NOT NULL,
  at            INTEGER NOT NULL,
  PRIMARY KEY (hash, practice, origin)
) STRICT, WITHOUT ROWID;
CREATE INDEX left_by_origin ON left_person (origin, practice);

-- A row that is held back, and what would go if the person agreed after all. note: how the user knows that they did.
CREATE TABLE held_row (
  plan          INTEGER NOT NULL REFERENCES plan ON DELETE CASCADE,
  row           INTEGER NOT NULL,
  reason        TEXT,
  planned       TEXT NOT NULL,
  if_agreed     TEXT NOT NULL,
  note          TEXT,
  noted_at      INTEGER,
  PRIMARY KEY (plan, row)
) STRICT, WITHOUT ROWID;
`
