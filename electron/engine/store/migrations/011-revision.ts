/** The state of the file's rows that a plan was made from: '' as they came, else the token of the last edit. */
export const revision = `
ALTER TABLE plan ADD COLUMN revision TEXT NOT NULL DEFAULT '';
`
