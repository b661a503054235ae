import { column } from './labelled/labelledColumn.ts'
import type { LabelledFile } from './labelled/labelledColumn.ts'

/** Written before anything was tuned, and never tuned for: how well do files go that nobody prepared for? */
export const heldOutFiles: readonly LabelledFile[] = [
  {
    file: 'ActiveCampaign',
    columns: [
      column('Contact Id', 'customer_id', '1|2|3'),
      column('Contact Email', 'email', 'ann@example.com|bob@example.org|cy@example.net'),
      column('Contact First Name', 'first_name', 'Ann|Bob|Cy'),
      column('Contact Last Name', 'last_name', 'Lee|Stone|Young'),
      column('Organisation', 'company', 'Acme||Globex'),
      column('Date Subscribed', 'signed_up_on', '2024-01-05 10:00:00|2024-02-05 10:00:00|'),
      column('Date Unsubscribed', 'left', '||2024-05-05 10:00:00'),
      column('IP Address', 'ignore', '203.0.113.4|198.51.100.7|'),
    ],
  },
  {
    file: 'Webinar tool',
    columns: [
      column('Attended', 'ignore', 'Yes|No|Yes'),
      column('User Name (Original Name)', 'ignore', 'Ann L.|Bob S.|Cy Y.'),
      column('First Name', 'first_name', 'Ann|Bob|Cy'),
      column('Last Name', 'last_name', 'Lee|Stone|Young'),
      column('Email', 'email', 'ann@example.com|bob@example.org|cy@example.net'),
      column(
        'Registration Time',
        'signed_up_on',
        'Jan 5, 2024 10:00:00|Jan 6, 2024 10:00:00|Jan 7, 2024 10:00:00',
      ),
      column('Time in Session (minutes)', 'ignore', '45|0|61'),
      column('Country/Region Name', 'country', 'United States|Germany|France'),
      column('Questions & Comments', 'notes', '|When is the next one?|'),
    ],
  },
  {
    file: 'Wix',
    columns: [
      column('First Name', 'first_name', 'Ann|Bob|Cy'),
      column('Last Name', 'last_name', 'Lee|Stone|Young'),
      column('Email 1', 'email', 'ann@example.com|bob@example.org|cy@example.net'),
      column('Email subscriber status', 'left', 'Subscribed|Unsubscribed|Never subscribed'),
      column('Phone 1', 'phone', '+1 617-555-0142||+1 512-555-0199'),
      column('Address 1 - Zip', 'postal_code', '02110||73301'),
      column('Created At (UTC+0)', 'signed_up_on', '2024-01-05 10:00|2024-02-05 10:00|2024-03-05 10:00'),
      column('Labels', 'interests', 'Contacted Me|Customers|'),
    ],
  },
  {
    file: 'German event sheet',
    columns: [
      column('Teilnehmer Vorname', 'first_name', 'Anna|Jörg|Käthe'),
      column('Teilnehmer Nachname', 'last_name', 'Müller|Groß|Schäfer'),
      column('E-Mail (dienstlich)', 'email', 'anna@example.de|joerg@example.de|kaethe@example.de'),
      column('Firma / Organisation', 'company', 'Acme GmbH|Stadt Köln|'),
      column('Funktion', 'job_title', 'Leiterin|Referent|'),
      column('Mobilnr.', 'phone', '0171 1234567||0160 1234567'),
      column('Einwilligung Newsletter', 'left', 'Ja|Nein|Ja'),
      column('Ernährung', 'ignore', 'vegetarisch|vegan|'),
    ],
  },
  {
    file: 'Mixed Latin sheets',
    columns: [
      column('Prénom du client', 'first_name', 'Élise|Luc|Zoé'),
      column('Courriel', 'email', 'elise@example.ca|luc@example.ca|zoe@example.ca'),
      column('N° de tél.', 'phone', '514-555-0142|418-555-0199|'),
      column('Date de la dernière commande', 'last_order', '2024-01-05|2024-02-05|'),
      column('Desabonné(e)', 'left', 'non|oui|non'),
      column('Montant dépensé', 'total_spent', '120,50|0,00|33,10'),
    ],
  },
  {
    file: 'Salesforce',
    columns: [
      column('Salutation', 'ignore', 'Ms.|Mr.|'),
      column('First Name', 'first_name', 'Ann|Bob|Cy'),
      column('Last Name', 'last_name', 'Lee|Stone|Young'),
      column('Account Name', 'company', 'Acme|Globex|Initech'),
      column('Mailing Street', 'address', '12 High St|9 Elm Rd|'),
      column('Mailing State/Province', 'state', 'MA|TX|'),
      column('Mailing Zip/Postal Code', 'postal_code', '02110|73301|'),
      column('Mobile', 'phone', '(617) 555-0142||(512) 555-0199'),
      column('Email', 'email', 'ann@example.com|bob@example.org|cy@example.net'),
      column('Email Opt Out', 'left', '0|1|0'),
      column('Lead Source', 'source', 'Web|Partner|Trade Show'),
      column('Contact Owner Email', 'ignore', 'sam@acme.example|sam@acme.example|tia@acme.example'),
    ],
  },
]
