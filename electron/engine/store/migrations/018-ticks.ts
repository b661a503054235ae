/**
 * Whole rows of a plan are switched off and on without being moved. off: the row is switched off; `change` shows what is
 * still on, and only that, so that no run sees anything else. An unticked row of which no single part is off keeps no
 * copy of its changes any more: they are all there. whole: what all of the plan comes to, as JSON, kept while something
 * of it is off.
 * A row that was off as a whole and in part can't be ticked again: what it would send was not kept apart. Its plan is
 * counted anew.
 */
export const ticks = `
ALTER TABLE change RENAME TO planned_change;
ALTER TABLE planned_change ADD COLUMN off INTEGER NOT NULL DEFAULT 0;
ALTER TABLE plan ADD COLUMN whole TEXT;

UPDATE plan SET ticking = 1 WHERE id IN (SELECT plan FROM unticked_row WHERE row_off = 1 AND parts <> '[]');
DELETE FROM unticked_row WHERE row_off = 1 AND parts <> '[]';
INSERT INTO planned_change (plan, row, body, off)
  SELECT u.plan, u.row, json_remove(j.value, '$.id', '$.row'), 1 FROM unticked_row u JOIN json_each(u.changes) j
  WHERE u.row_off = 1 ORDER BY u.plan, u.row, j.key;
UPDATE unticked_row SET changes = '' WHERE row_off = 1;

CREATE VIEW change AS SELECT id, plan, row, body FROM planned_change WHERE off = 0;
`
