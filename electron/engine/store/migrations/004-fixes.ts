/** Which row of which plan a row of a corrected source stands for. root_row: its number in the file it came from. */
export const fixes = `
CREATE TABLE fixed_row (
  source        TEXT NOT NULL REFERENCES source ON DELETE CASCADE,
  row           INTEGER NOT NULL,
  of_plan       INTEGER NOT NULL,
  of_row        INTEGER NOT NULL,
  root_row      INTEGER NOT NULL,
  PRIMARY KEY (source, row)
) STRICT, WITHOUT ROWID;
`
