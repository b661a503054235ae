/** When the values of a plan and of a source were blanked, since they are older than the user wants them kept. */
export const values = `
ALTER TABLE plan ADD COLUMN blanked_at INTEGER;
ALTER TABLE source ADD COLUMN blanked_at INTEGER;
`
