import { describe, expect, test } from 'vitest'
import { suggestMapping } from '../../../shared/mapping/suggestMapping.ts'
import type { Transform } from '../../../shared/model.ts'
import { compileSteps } from '../../../shared/values/steps/compileSteps.ts'
import { accountFields } from './suggestionScore.ts'

/** A file of these headers with one row; without cells for the headers that are not named. */
function suggest(
  headers: string,
  cells: Readonly<Record<string, string>> = {},
  fileName = 'export.csv',
  fieldKeys?: readonly string[],
) {
  const columns = headers.split(',').map((header, index) => ({
    column: { index, header, name: header },
    samples: [cells[header] ?? ''],
  }))
  const fields = accountFields.filter(({ key }) => fieldKeys?.includes(key) ?? true)
  return suggestMapping({ columns, fields, fileName })
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
    [
      'Order #,Order Date,First Name,Last Name,Email,Quantity,Price Tier,Ticket Type,Attendee #,Group,Order Type,Currency,Total Paid,Fees Paid,Eventbrite Fees,Eventbrite Payment Processing,Attendee Status,Home Address 1,Home Address 2,Home City,Home State,Home Zip,Home Country,Job Title,Company',
      'Eventbrite',
      [],
    ],
    ['Order #,Order Date,First Name,Last Name,Email,Quantity,Ticket Type,Status', 'Eventbrite', []],
    [
      'Record ID,First Name,Last Name,Email,Phone Number,Lead Status,Create Date,Original Source',
      'HubSpot',
      [],
    ],
    [
      'Email,Portal Bounce,Portal Unsubscribe,Portal Spam Report,Global Bounce,Marketing Information',
      'HubSpot',
      ['Portal Bounce', 'Portal Unsubscribe', 'Portal Spam Report', 'Global Bounce', 'Marketing Information'],
    ],
    ['Email,Accepts Marketing,Mailing Lists,Subscriber Since', 'Squarespace', ['Accepts Marketing']],
    ['id,first_name,email,state,created_at,tags', 'Kit', ['state']],
    ['first_name,email,created_at,status', 'Kit', ['status']],
    [
      'Email,Klaviyo ID,First Name,Last Name,Organization,Title,Phone Number,Address,Address 2,City,State / Region,Country,Zip Code,Latitude,Longitude,Source,IP Address,Email Marketing Consent,Email Marketing Consent Timestamp,Historic Customer Lifetime Value,Total Customer Lifetime Value,Predicted Customer Lifetime Value,Average Order Value,Historic Number Of Orders,First Active,Last Active,Profile Created On,Date Added,Last Open,Last Click,Average Days Between Orders,Email Suppressions',
      'Klaviyo',
      ['Email Marketing Consent', 'Email Suppressions'],
    ],
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

  test.each([
    ['Email,Klaviyo ID,Mobile,Phone Number', 'Phone Number'],
    ['Record ID,Email,Lifecycle Stage,Phone Number,Mobile Phone Number', 'Mobile Phone Number'],
    ['Order #,Email,Ticket Type,Quantity,Home Phone,Work Phone,Cell Phone', 'Cell Phone'],
    ['Email Address,LEID,EUID,Phone Number,Mobile', 'Mobile'],
  ])('of the phones of %s it is %s that texts go to', (headers, wanted) => {
    const cells = Object.fromEntries(headers.split(',').map((one) => [one, '+1 617 555 0142']))
    const phone = suggest(headers, cells).columns.filter(
      ({ target }) => 'field' in target && target.field === 'phone',
    )
    expect(phone.map(({ column }) => column.header)).toEqual([wanted])
  })

  test('Mailchimp’s quotes around tags are taken off, whichever field they go to', () => {
    const cells = { TAGS: '"VIP","Newsletter 2024"' }
    const written = (transforms: readonly Transform[], cell: string) =>
      compileSteps(transforms)(cell, { country: null })
    const tags = suggest('Email Address,LEID,EUID,TAGS', cells).columns[3]
    const { transforms = [] } = tags && 'field' in tags.target ? tags.target : {}
    expect(tags?.target).toMatchObject({ field: 'interests' })
    expect(transforms).toEqual(['trim', ...(tags?.steps ?? [])])
    expect(
      ['"VIP","Newsletter 2024"', ' "VIP", "12"" vinyl"', '"VIP"', 'VIP, Gold', ''].map((cell) =>
        written(transforms, cell),
      ),
    ).toEqual(['VIP, Newsletter 2024', 'VIP, 12"" vinyl', 'VIP', 'VIP, Gold', ''])
    const without = suggest('Email Address,LEID,EUID,TAGS', cells, '', ['email']).columns[3]
    expect(without).toMatchObject({ target: { ignore: true }, steps: tags?.steps })
    expect(without?.reason).toContain('Each of its values can put people into a tag or a list instead.')
  })

  test('who left by HubSpot’s own list is held back, whether it says so with TRUE or with a reason', () => {
    for (const cell of ['TRUE', 'MAILBOX_FULL'])
      expect(
        suggest('Email,Portal Bounce,Portal Unsubscribe', { 'Portal Bounce': cell }).columns[1]?.target,
      ).toMatchObject({ left: { column: 1, leftWhen: 'any-value' } })
  })

  test('a date of consent is no date of leaving at Klaviyo', () => {
    const { columns } = suggest('Email,Email Marketing Consent,Email Marketing Consent Timestamp', {
      'Email Marketing Consent': 'SUBSCRIBED',
      'Email Marketing Consent Timestamp': '2024-01-05 10:00:00',
    })
    expect(columns.map(({ target }) => Object.keys(target)[0])).toEqual(['field', 'left', 'ignore'])
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
