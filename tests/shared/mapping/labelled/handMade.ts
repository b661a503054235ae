import { column } from './labelledColumn.ts'
import type { LabelledFile } from './labelledColumn.ts'

/** Sheets that people keep by hand, with the headers and the slips that go with it. */
export const handMade: readonly LabelledFile[] = [
  {
    file: 'Booth sign-ups',
    columns: [
      column('fname', 'first_name', 'Ann|Bob|Cy'),
      column('lname', 'last_name', 'Lee|Stone|Young'),
      column('Customer Email (Primary)', 'email', 'ann@example.com|bob@example.org|cy@example.net'),
      column('Email 2', 'ignore', '|bob2@example.org|'),
      column('Ph #', 'phone', '617-555-0142|512-555-0199|'),
      column('Biz Name', 'company', 'Acme|Globex|'),
      column('ok to email?', 'left', 'y|n|y'),
      column('Photo consent', 'ignore', 'https://img.example/1.jpg|https://img.example/2.jpg|'),
      column('Remarks / follow up', 'notes', 'call back Monday||sent brochure'),
    ],
  },
  {
    file: 'Headers that mislead',
    columns: [
      column('Contact', 'email', 'ann@example.com|bob@example.org|cy@example.net'),
      column('Email', 'left', 'yes|no|yes'),
      column('Mail', 'ignore', '12 High St, Boston|9 Elm Rd, Austin|3 Oak Ave, Reno'),
      column('Name', 'first_name', 'Ann|Bob|Cy'),
      column('Number', 'phone', '+1 617 555 0142|+1 512 555 0199|+1 775 555 0100'),
    ],
  },
  {
    file: 'Typing slips',
    columns: [
      column('Emial Adress', 'email', 'ann@example.com|bob@example.org|cy@example.net'),
      column('Frist Name', 'first_name', 'Ann|Bob|Cy'),
      column('Surname ', 'last_name', 'Lee|Stone|Young'),
      column('Compnay', 'company', 'Acme|Globex|Initech'),
      column('Post-Code', 'postal_code', 'SW1A 1AA|EC1A 1BB|M1 1AE'),
      column('D.O.B.', 'birthday', '31/01/1980|05/12/1975|'),
      column('Unsubscibed', 'left', 'No|Yes|No'),
    ],
  },
  {
    file: 'Snake and camel case from a database',
    columns: [
      column('contactEmail', 'email', 'ann@example.com|bob@example.org|cy@example.net'),
      column('givenName', 'first_name', 'Ann|Bob|Cy'),
      column('FAMILY_NAME', 'last_name', 'Lee|Stone|Young'),
      column('mobile_tel', 'phone', '447700900123|447700900456|'),
      column('postalCode', 'postal_code', '01067|10115|80331'),
      column('preferred_lang', 'language', 'en|de|en'),
      column('utm_source', 'source', 'newsletter|facebook|google'),
      column('is_unsubscribed', 'left', '0|1|0'),
      column('bounced_at', 'left', 'NULL|2023-04-05 06:07:08|NULL'),
      column('updatedAt', 'ignore', '2024-01-05T10:00:00Z|2024-01-06T10:00:00Z|2024-01-07T10:00:00Z'),
    ],
  },
]
