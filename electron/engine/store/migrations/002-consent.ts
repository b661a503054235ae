/** Whether a list asks people to confirm; what people agreed to; which audiences they left; other ways to know them. */
export const consent = `
ALTER TABLE audience ADD COLUMN opt_in TEXT;
ALTER TABLE contact ADD COLUMN email_consent TEXT;
ALTER TABLE contact ADD COLUMN sms_consent TEXT;
-- JSON array of { kind, id, reason }; NULL where there are none.
ALTER TABLE contact ADD COLUMN left_audiences TEXT;

-- Look-ups besides the address; most people have neither.
CREATE INDEX contact_by_phone ON contact (connection, phone) WHERE phone IS NOT NULL;
CREATE INDEX contact_by_external_id ON contact (connection, external_id) WHERE external_id IS NOT NULL;
-- Of the person that a row means, where something else than its identity led to them.
ALTER TABLE plan_row ADD COLUMN remote_id TEXT;
`
