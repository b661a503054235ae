/**
 * What files of one shape were mapped to, and what of a suggestion was refused for them. shape: a hash of the names of
 * its columns. document: a saved sync without a name.
 */
export const shapes = `
CREATE TABLE shape_mapping (
  connection    INTEGER NOT NULL REFERENCES connection ON DELETE CASCADE,
  shape         TEXT NOT NULL,
  document      TEXT NOT NULL,
  used_at       INTEGER NOT NULL,
  PRIMARY KEY (connection, shape)
) STRICT, WITHOUT ROWID;
CREATE TABLE shape_refusal (
  shape         TEXT NOT NULL,
  what          TEXT NOT NULL,
  refused_at    INTEGER NOT NULL,
  PRIMARY KEY (shape, what)
) STRICT, WITHOUT ROWID;
`
