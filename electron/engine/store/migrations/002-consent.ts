/** Whether a list asks people to confirm. */
export const consent = `
ALTER TABLE audience ADD COLUMN opt_in TEXT;
`
