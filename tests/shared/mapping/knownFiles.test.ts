import { describe, expect, test } from 'vitest'
import { suggestMapping } from '../../../shared/mapping/suggestMapping.ts'
import { accountFields } from './suggestionScore.ts'

/** A file of these headers with one row; without cells for the headers that are not named. */
function suggest(headers: string, cells: Readonly<Record<string, string>> = {}, fileName = 'export.csv') {
  const columns = headers.split(',').map((header, index) => ({
    column: { index, header, name: header },
    samples: [cells[header] ?? ''],
  }))
  return suggestMapping({ columns, fields: accountFields, fileName })
}

const mailchimpTail =
  'MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION'

describe('exports that are known by their headers', () => {
  test.each([
    [
      `Email Address,First Name,Last Name,${mailchimpTail},LAST_CHANGED,LEID,EUID,NOTES,TAGS`,
      'Mailchimp',
      [],
    ],
    [
      `Email Address,First Name,${mailchimpTail},UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_REASON,LEID,EUID`,
      'Mailchimp',
      ['UNSUB_TIME', 'UNSUB_CAMPAIGN_TITLE', 'UNSUB_REASON'],
    ],
    [`Email Address,${mailchimpTail},CLEAN_TIME,LEID,EUID`, 'Mailchimp', ['CLEAN_TIME']],
    [
      'Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Zip,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags',
      'Shopify',
      ['Accepts Email Marketing'],
    ],
    [
      'email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at',
      'Substack',
      ['email_disabled'],
    ],
    [
      'Order #,Order Date,First Name,Last Name,Email,Quantity,Ticket Type,Attendee #,Attendee Status',
      'Eventbrite',
      [],
    ],
    [
      'Record ID,First Name,Last Name,Email,Marketing contact status,Lifecycle Stage,Unsubscribed from all email,Opted out of email: News,Email hard bounce reason',
      'HubSpot',
      ['Unsubscribed from all email', 'Opted out of email: News', 'Email hard bounce reason'],
    ],
    [
      'Email,First Name,Last Name,Accepts Marketing,Subscriber Since,Order Count',
      'Squarespace',
      ['Accepts Marketing'],
    ],
    ['id,first_name,email,state,created_at,tags', 'Kit', ['state']],
    [
      'Email,Klaviyo ID,First Name,Email Marketing Consent,Email Suppressions,SMS Marketing Consent',
      'Klaviyo',
      ['Email Marketing Consent', 'Email Suppressions'],
    ],
  ])('%s is from %s', (headers, title, leavers) => {
    expect(suggest(headers).known).toMatchObject({ title, leavers })
  })

  test('anything else is nobody’s', () => {
    expect(suggest('Email,First Name,City').known).toBeNull()
    expect(suggest('Email,Status,Tags').known).toBeNull()
  })

  test('who pays at Substack, who is billed at HubSpot and who takes text messages hold nobody back', () => {
    const { columns } = suggest('Record ID,Email,Lifecycle Stage,Marketing contact status', {
      'Marketing contact status': 'Non-marketing contact',
    })
    expect(columns[3]).toMatchObject({
      target: { ignore: true },
      reason: 'From HubSpot: In HubSpot this says who counts for the bill, not who agreed.',
    })
  })

  test('Shopify’s apostrophes before numbers are taken off', () => {
    const { columns } = suggest('Email,Accepts Email Marketing,Total Spent,Phone', { Phone: "'+16175550142" })
    expect(columns[3]?.target).toMatchObject({
      field: 'phone',
      transforms: ['trim', { step: 'replace', find: "^'", pattern: true }],
    })
  })

  test('values that clearly are something else are believed more than the program', () => {
    const { columns } = suggest('id,first_name,email,state,created_at', { state: 'Massachusetts' })
    expect(columns[3]?.target).not.toHaveProperty('left')
  })

  test('a file of people who never subscribed is said to be one', () => {
    const file = suggest(`Email Address,${mailchimpTail}`, {}, 'nonsubscribed_members_export_1.csv')
    expect(file.known?.warning).toContain('never subscribed')
  })
})
