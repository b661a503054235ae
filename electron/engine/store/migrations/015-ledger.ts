/** What left this computer during a run, counted. status: 0 where no answer came. */
export const requestLedger = `
CREATE TABLE ledger (
  run           INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  host          TEXT NOT NULL,
  method        TEXT NOT NULL,
  path          TEXT NOT NULL,
  status        INTEGER NOT NULL,
  requests      INTEGER NOT NULL,
  first_at      INTEGER NOT NULL,
  last_at       INTEGER NOT NULL,
  PRIMARY KEY (run, host, method, path, status)
) STRICT, WITHOUT ROWID;
`
