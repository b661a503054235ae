/** was_there: the service said that somebody whom the plan thought new was there by then. A sentence said so before. */
export const wasThere = `
ALTER TABLE step ADD COLUMN was_there INTEGER NOT NULL DEFAULT 0;
UPDATE step SET was_there = 1 WHERE reason = 'Was in the Kit account by then, and was updated.';
`
