/**
 * Searching people. search: what a person is found by (address, name, phone number, external id), folded, a line each.
 * The index holds all that a search looks at, in the order that people are listed.
 */
export const people = `
ALTER TABLE contact ADD COLUMN search TEXT NOT NULL DEFAULT '';
UPDATE contact SET search = lower(coalesce(email, '') || char(10) || coalesce(fields ->> '$.first_name', '') || ' ' ||
  coalesce(fields ->> '$.last_name', '') || char(10) || coalesce(phone, '') || char(10) || coalesce(external_id, ''));
CREATE INDEX contact_by_search ON contact (search, left_reason);
CREATE INDEX contact_who_left ON contact (connection) WHERE left_reason IS NOT NULL;
`
