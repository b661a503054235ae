import { column } from './labelledColumn.ts'
import type { LabelledFile } from './labelledColumn.ts'

/** Exports of mailing programs. */
export const mailPrograms: readonly LabelledFile[] = [
  {
    file: 'Mailchimp, subscribed',
    columns: [
      column('Email Address', 'email', 'ann@example.com|bob@example.org|cy@example.net'),
      column('First Name', 'first_name', 'Ann|Bob|Cy'),
      column('Last Name', 'last_name', 'Lee|Stone|Young'),
      column('Address', 'address', '12 High St Boston MA 02110|| 9 Elm Rd Austin TX 73301'),
      column('Phone Number', 'phone', '(617) 555-0142||512-555-0199'),
      column('Birthday', 'birthday', '03/14|11/02|'),
      column('MEMBER_RATING', 'ignore', '2|5|3'),
      column('OPTIN_TIME', 'signed_up_on', '2021-03-04 10:11:12|2022-05-06 07:08:09|2020-01-02 03:04:05'),
      column('OPTIN_IP', 'ignore', '203.0.113.4|198.51.100.7|'),
      column('LATITUDE', 'ignore', '42.36|| 30.27'),
      column('TIMEZONE', 'ignore', 'America/New_York||America/Chicago'),
      column('LAST_CHANGED', 'ignore', '2023-03-04 10:11:12|2023-05-06 07:08:09|2023-01-02 03:04:05'),
      column('LEID', 'ignore', '512345|512346|512347'),
      column('EUID', 'ignore', 'a1b2c3d4e5|f6a7b8c9d0|0a1b2c3d4e'),
      column('NOTES', 'notes', '||met at the fair'),
      column('TAGS', 'interests', '"vip","boston"|"vip"|'),
    ],
  },
  {
    file: 'Mailchimp, unsubscribed and cleaned',
    columns: [
      column('Email Address', 'email', 'dee@example.com|ed@example.org'),
      column('UNSUB_TIME', 'left', '2023-04-05 06:07:08|2023-04-06 06:07:08'),
      column('UNSUB_CAMPAIGN_TITLE', 'left', 'Spring sale|Newsletter 12'),
      column('UNSUB_REASON', 'left', 'NORMAL|NOSIGNUP'),
      column('CLEAN_TIME', 'left', '|2022-04-05 06:07:08'),
    ],
  },
  {
    file: 'Kit',
    columns: [
      column('id', 'ignore', '4287675149|4287675150|4287675151'),
      column('first_name', 'first_name', 'Ann|Bob|'),
      column('email', 'email', 'ann@example.com|bob@example.org|cy@example.net'),
      column('state', 'left', 'active|cancelled|active'),
      column(
        'created_at',
        'signed_up_on',
        '2024-01-05 10:00:00 UTC|2024-02-05 10:00:00 UTC|2024-03-05 10:00:00 UTC',
      ),
      column('tags', 'interests', 'Customer, Webinar|Webinar|'),
    ],
  },
  {
    file: 'Klaviyo',
    columns: [
      column('Email', 'email', 'ann@example.com|bob@example.org|cy@example.net'),
      column(
        'Klaviyo ID',
        'ignore',
        '01GDDKASAP8TKDDA2GRZDSVP4H|01GDDKASAP8TKDDA2GRZDSVP4I|01GDDKASAP8TKDDA2GRZDSVP4J',
      ),
      column('First Name', 'first_name', 'Ann|Bob|Cy'),
      column('Last Name', 'last_name', 'Lee|Stone|Young'),
      column('Organization', 'company', 'Acme Inc||Globex'),
      column('Title', 'job_title', 'Manager||Engineer'),
      column('Phone Number', 'phone', '+16175550142||+15125550199'),
      column('Address 2', 'ignore', 'Apt 4||'),
      column('Zip Code', 'postal_code', '02110|73301|10001'),
      column('Email Marketing Consent', 'left', 'SUBSCRIBED|UNSUBSCRIBED|NEVER_SUBSCRIBED'),
      column('Email Suppressions', 'left', '|["UNSUBSCRIBE"]|'),
      column(
        'Profile Created On',
        'signed_up_on',
        '2024-01-05 10:00:00|2024-02-05 10:00:00|2024-03-05 10:00:00',
      ),
      column('Historic Customer Lifetime Value', 'total_spent', '120.50|0.0|33.10'),
      column('Last Open', 'ignore', '2024-05-05 10:00:00||2024-06-05 10:00:00'),
    ],
  },
  {
    file: 'Substack',
    columns: [
      column('email', 'email', 'ann@example.com|bob@example.org|cy@example.net'),
      column('active_subscription', 'ignore', 'true|false|false'),
      column('expiry', 'ignore', '2025-05-05T10:00:00.000Z||'),
      column('email_disabled', 'left', 'false|true|false'),
      column(
        'created_at',
        'signed_up_on',
        '2024-01-05T10:00:00.000Z|2024-02-05T10:00:00.000Z|2024-03-05T10:00:00.000Z',
      ),
    ],
  },
  {
    file: 'MailerLite',
    columns: [
      column('Subscriber', 'email', 'ann@example.com|bob@example.org|cy@example.net'),
      column('Subscribed', 'signed_up_on', '2024-01-05 10:00:00|2024-02-05 10:00:00|2024-03-05 10:00:00'),
      column('Opens', 'ignore', '12|0|4'),
      column('Location', 'ignore', 'Berlin, Germany|Lyon, France|'),
      column('Status', 'left', 'Active|Unsubscribed|Bounced'),
    ],
  },
]
