/** Connections, the mirror, staged sources, plans, and the journal of runs. */
export const initial = `
-- n: what other tables call it; id: what the keychain calls it.
CREATE TABLE connection (
  n             INTEGER PRIMARY KEY AUTOINCREMENT,
  id            TEXT NOT NULL UNIQUE,
  service       TEXT NOT NULL,
  name          TEXT NOT NULL,
  practice_address TEXT,
  credential_form TEXT NOT NULL,
  account       TEXT NOT NULL,
  refreshes     INTEGER NOT NULL DEFAULT 0,
  created_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE field (
  connection    INTEGER NOT NULL REFERENCES connection ON DELETE CASCADE,
  id            TEXT NOT NULL,
  key           TEXT NOT NULL,
  label         TEXT NOT NULL,
  type          TEXT NOT NULL,
  custom        INTEGER NOT NULL,
  PRIMARY KEY (connection, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE audience (
  connection    INTEGER NOT NULL REFERENCES connection ON DELETE CASCADE,
  kind          TEXT NOT NULL,
  id            TEXT NOT NULL,
  name          TEXT NOT NULL,
  open          INTEGER NOT NULL,
  PRIMARY KEY (connection, kind, id)
) STRICT, WITHOUT ROWID;

-- fields: JSON object, field id to value. seen_in: number of the refresh that last saw this person.
-- written_at: when we last wrote this person, in ms.
CREATE TABLE contact (
  connection    INTEGER NOT NULL REFERENCES connection ON DELETE CASCADE,
  remote_id     TEXT NOT NULL,
  email         TEXT,
  email_folded  TEXT,
  phone         TEXT,
  external_id   TEXT,
  state         TEXT NOT NULL,
  left_reason   TEXT,
  fields        TEXT NOT NULL,
  created_at    INTEGER,
  seen_in       INTEGER NOT NULL,
  written_at    INTEGER,
  PRIMARY KEY (connection, remote_id)
) STRICT, WITHOUT ROWID;
-- Without statistics SQLite prefers the primary key's first column to this index: look-ups name it (INDEXED BY).
CREATE INDEX contact_by_email ON contact (connection, email_folded);

CREATE TABLE membership (
  connection    INTEGER NOT NULL REFERENCES connection ON DELETE CASCADE,
  remote_id     TEXT NOT NULL,
  kind          TEXT NOT NULL,
  audience      TEXT NOT NULL,
  since         INTEGER,
  seen_in       INTEGER NOT NULL,
  written_at    INTEGER,
  PRIMARY KEY (connection, remote_id, kind, audience)
) STRICT, WITHOUT ROWID;
CREATE INDEX membership_by_audience ON membership (connection, kind, audience);

-- When a part of the mirror was last read whole or caught up, and where the next read starts.
CREATE TABLE freshness (
  connection    INTEGER NOT NULL REFERENCES connection ON DELETE CASCADE,
  part          TEXT NOT NULL,
  at            INTEGER NOT NULL,
  since         TEXT,
  PRIMARY KEY (connection, part)
) STRICT, WITHOUT ROWID;

-- The staged rows themselves are in sources/<id>.sqlite.
CREATE TABLE source (
  id            TEXT PRIMARY KEY,
  path          TEXT NOT NULL,
  info          TEXT NOT NULL,
  staged_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- AUTOINCREMENT here and below: a number that was shown to somebody never comes to mean something else.
CREATE TABLE plan (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  connection    INTEGER NOT NULL REFERENCES connection ON DELETE CASCADE,
  source        TEXT NOT NULL REFERENCES source,
  spec          TEXT NOT NULL,
  summary       TEXT,
  created_at    INTEGER NOT NULL
) STRICT;

-- One per row of the source. email: as written, NULL where that is the identity. cursor: the cursor column's cell, for
-- mode append.
CREATE TABLE plan_row (
  plan          INTEGER NOT NULL REFERENCES plan ON DELETE CASCADE,
  row           INTEGER NOT NULL,
  kind          TEXT NOT NULL,
  reason        TEXT,
  warning       TEXT,
  email         TEXT,
  identity      TEXT,
  cursor        ANY,
  PRIMARY KEY (plan, row)
) STRICT, WITHOUT ROWID;

CREATE TABLE change (
  id            INTEGER PRIMARY KEY,
  plan          INTEGER NOT NULL REFERENCES plan ON DELETE CASCADE,
  row           INTEGER NOT NULL,
  body          TEXT NOT NULL
) STRICT;
CREATE INDEX change_by_row ON change (plan, row);

CREATE TABLE run (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  plan          INTEGER NOT NULL UNIQUE REFERENCES plan ON DELETE CASCADE,
  status        TEXT NOT NULL,
  stopped_because TEXT,
  stopped_code  TEXT,
  started_at    INTEGER NOT NULL,
  ended_at      INTEGER
) STRICT;

-- Every request that a run made, without any value: what left this computer.
CREATE TABLE request (
  id            INTEGER PRIMARY KEY,
  run           INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  method        TEXT NOT NULL,
  path          TEXT NOT NULL,
  fields        TEXT NOT NULL,
  changes       INTEGER NOT NULL,
  sending_at    INTEGER NOT NULL,
  http_status   INTEGER,
  settled_at    INTEGER
) STRICT;
CREATE INDEX request_by_run ON request (run);

-- The journal. A row is written before its request leaves (state 'sending') and again when it is answered, with an
-- outcome ('settled') or with a job of the service that will have one ('job').
CREATE TABLE step (
  run           INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  change        INTEGER NOT NULL REFERENCES change ON DELETE CASCADE,
  state         TEXT NOT NULL,
  attempts      INTEGER NOT NULL,
  request       INTEGER REFERENCES request ON DELETE SET NULL,
  job           TEXT,
  status        TEXT,
  reason        TEXT,
  settled_at    INTEGER,
  PRIMARY KEY (run, change)
) STRICT, WITHOUT ROWID;
CREATE INDEX step_unsettled ON step (run) WHERE state = 'sending';
CREATE INDEX step_by_change ON step (change);
CREATE INDEX step_by_request ON step (request);

-- Which people a recipe has dealt with, for mode append: the bookmark is per row, so a failed row is never skipped.
CREATE TABLE recipe_row (
  connection    INTEGER NOT NULL REFERENCES connection ON DELETE CASCADE,
  recipe        TEXT NOT NULL,
  identity      TEXT NOT NULL,
  cursor        ANY,
  done          INTEGER NOT NULL,
  run           INTEGER NOT NULL,
  PRIMARY KEY (connection, recipe, identity)
) STRICT, WITHOUT ROWID;
`
