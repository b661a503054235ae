/**
 * Who was just taken out of an audience, and what a run read back of what it wrote.
 *
 * left_membership: lists go on showing people for a while who were taken out. at: when, in ms.
 * run.canary: NULL, or 'asked', 'matched', 'differed'. run.verify: NULL, or 'asked', 'done'.
 * step.seen: NULL, or 'confirmed', 'differs', 'not-visible'. step.differs: JSON list of ids of fields, never a value.
 */
export const readBack = `
CREATE TABLE left_membership (
  connection    INTEGER NOT NULL REFERENCES connection ON DELETE CASCADE,
  remote_id     TEXT NOT NULL,
  kind          TEXT NOT NULL,
  audience      TEXT NOT NULL,
  at            INTEGER NOT NULL,
  PRIMARY KEY (connection, remote_id, kind, audience)
) STRICT, WITHOUT ROWID;

ALTER TABLE run ADD COLUMN canary TEXT;
ALTER TABLE run ADD COLUMN verify TEXT;
ALTER TABLE step ADD COLUMN seen TEXT;
ALTER TABLE step ADD COLUMN differs TEXT;
`
