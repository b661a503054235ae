/** Rows of a run as somebody corrected them and has not sent yet. cells: all of the row's, as JSON. */
export const corrections = `
CREATE TABLE correction (
  run           INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  row           INTEGER NOT NULL,
  cells         TEXT NOT NULL,
  PRIMARY KEY (run, row)
) STRICT, WITHOUT ROWID;
`
