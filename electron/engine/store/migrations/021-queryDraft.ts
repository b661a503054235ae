/** The query that is being written. */
export const queryDraft = `
CREATE TABLE query_draft (
  id            INTEGER PRIMARY KEY CHECK (id = 1),
  sql           TEXT NOT NULL,
  saved         TEXT
) STRICT;
`
