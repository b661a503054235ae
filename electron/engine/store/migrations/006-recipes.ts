/**
 * Saved syncs. document: what can be exported; never a secret or a path. connection: the account it is for here.
 * last_path: the file it was last used with.
 */
export const recipes = `
CREATE TABLE recipe (
  id            TEXT PRIMARY KEY,
  name          TEXT NOT NULL,
  document      TEXT NOT NULL,
  connection    INTEGER REFERENCES connection ON DELETE SET NULL,
  last_path     TEXT,
  saved_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE recipe_source (
  recipe        TEXT NOT NULL REFERENCES recipe ON DELETE CASCADE,
  source        TEXT NOT NULL REFERENCES source ON DELETE CASCADE,
  PRIMARY KEY (recipe, source)
) STRICT, WITHOUT ROWID;
`
