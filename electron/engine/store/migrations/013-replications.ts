/** Copies of accounts in databases of the user's. target: JSON, without a password. last: JSON of how the last run ended. */
export const replications = `
CREATE TABLE replication (
  id            TEXT PRIMARY KEY,
  connection    INTEGER NOT NULL REFERENCES connection ON DELETE CASCADE,
  name          TEXT NOT NULL,
  target        TEXT NOT NULL,
  prefix        TEXT NOT NULL,
  types         TEXT NOT NULL,
  is_new        INTEGER NOT NULL DEFAULT 1,
  last          TEXT,
  created_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`
