/** remote_id: of whom a change made, where the plan could not know it, so that a run that is gone on with knows them. */
export const madePeople = `
ALTER TABLE step ADD COLUMN remote_id TEXT;
`
