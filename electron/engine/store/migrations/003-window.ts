/** What the window needs: a colour for each account, and new properties that no person has yet. */
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
`
