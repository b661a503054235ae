/** What the window needs: a colour for each account, new properties that no person has yet, and ticks on a plan. */
export const window = `
ALTER TABLE connection ADD COLUMN colour TEXT NOT NULL DEFAULT 'teal';
UPDATE connection SET colour = CASE n % 8
  WHEN 1 THEN 'teal' WHEN 2 THEN 'blue' WHEN 3 THEN 'violet' WHEN 4 THEN 'pink'
  WHEN 5 THEN 'red' WHEN 6 THEN 'orange' WHEN 7 THEN 'lime' ELSE 'grey' END;

-- When the practice server was started that this account was last seen on, in ms; NULL for what we don't start ourselves.
ALTER TABLE connection ADD COLUMN practice_since INTEGER;

-- Fields that come into being with their first value: until then only we know of them.
CREATE TABLE declared_field (
  connection    INTEGER NOT NULL REFERENCES connection ON DELETE CASCADE,
  id            TEXT NOT NULL,
  field         TEXT NOT NULL,
  PRIMARY KEY (connection, id)
) STRICT, WITHOUT ROWID;

-- parts: JSON list of the plan's fields and audiences with the rows they touch. ticking: 1 while ticks are written;
-- such a plan is not run.
ALTER TABLE plan ADD COLUMN parts TEXT;
ALTER TABLE plan ADD COLUMN ticking INTEGER NOT NULL DEFAULT 0;

-- A row of which something is switched off, as it was planned. The table of changes holds what is still on, and only
-- that, so that no run sees anything else. row_off: the whole row; parts: JSON list of names of single parts.
CREATE TABLE unticked_row (
  plan          INTEGER NOT NULL REFERENCES plan ON DELETE CASCADE,
  row           INTEGER NOT NULL,
  kind          TEXT NOT NULL,
  reason        TEXT,
  row_off       INTEGER NOT NULL,
  parts         TEXT NOT NULL,
  changes       TEXT NOT NULL,
  PRIMARY KEY (plan, row)
) STRICT, WITHOUT ROWID;

-- The tag or list that a run made for its import: what the plan called it, and its id in the account.
CREATE TABLE made_audience (
  run           INTEGER PRIMARY KEY REFERENCES run ON DELETE CASCADE,
  planned_id    TEXT NOT NULL,
  id            TEXT NOT NULL
) STRICT;
`
