/** Whether a list asks people to confirm; what people agreed to, by channel; which audiences they left alone. */
export const consent = `
ALTER TABLE audience ADD COLUMN opt_in TEXT;
ALTER TABLE contact ADD COLUMN email_consent TEXT;
ALTER TABLE contact ADD COLUMN sms_consent TEXT;
-- JSON array of { kind, id, reason }; NULL where there are none.
ALTER TABLE contact ADD COLUMN left_audiences TEXT;
`
