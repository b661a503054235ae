/** Queries that people saved, by name. */
export const queries = `
CREATE TABLE saved_query (
  id            TEXT PRIMARY KEY,
  name          TEXT NOT NULL,
  sql           TEXT NOT NULL,
  saved_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`
