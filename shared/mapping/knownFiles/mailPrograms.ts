import type { Transform } from '../../model.ts'
import { saysNeverJoined } from '../leavingWords.ts'
import type { KnownFile } from './knownFile.ts'

/** Mailchimp puts each tag into quotes, so that `"VIP","Newsletter 2024"` is what a cell holds. */
const withoutQuotes: readonly Transform[] = [
  { step: 'replace', find: '"\\s*,\\s*"', with: ', ', pattern: true },
  { step: 'replace', find: '^"|"$', with: '', pattern: true },
]

/** Mailchimp's audience export is one file for each state; which one it is shows by the columns at its end. */
export const mailchimp: KnownFile = {
  program: 'mailchimp',
  title: 'Mailchimp',
  warning: (fileName) =>
    saysNeverJoined(fileName)
      ? 'By the name of a file, people in it never subscribed. Mailchimp keeps such files apart because nobody in them agreed to be written to.'
      : null,
  signatures: [
    ['Email Address', 'MEMBER_RATING'],
    ['Email Address', 'LEID', 'EUID'],
    ['Email Address', 'UNSUB_TIME'],
    ['Email Address', 'CLEAN_TIME'],
  ],
  columns: [
    { headers: ['Email Address'], concept: 'email' },
    { headers: ['First Name'], concept: 'first-name' },
    { headers: ['Last Name'], concept: 'last-name' },
    { headers: ['Address'], concept: 'address' },
    { headers: ['Birthday'], concept: 'birthday' },
    {
      headers: ['UNSUB_TIME', 'UNSUB_CAMPAIGN_TITLE', 'UNSUB_CAMPAIGN_ID', 'UNSUB_REASON'],
      concept: 'left-when',
    },
    { headers: ['UNSUB_REASON_OTHER'], concept: 'left-when' },
    { headers: ['CLEAN_TIME', 'CLEAN_CAMPAIGN_TITLE', 'CLEAN_CAMPAIGN_ID'], concept: 'left-when' },
    { headers: ['Status'], concept: 'status' },
    { headers: ['OPTIN_TIME'], concept: 'signed-up' },
    {
      headers: ['MEMBER_RATING'],
      concept: 'housekeeping',
      note: 'Mailchimp’s own stars for how active somebody is.',
    },
    {
      headers: ['OPTIN_IP', 'CONFIRM_TIME', 'CONFIRM_IP', 'LATITUDE', 'LONGITUDE', 'GMTOFF', 'DSTOFF'],
      concept: 'housekeeping',
    },
    { headers: ['TIMEZONE', 'CC', 'REGION', 'LAST_CHANGED', 'LEID', 'EUID'], concept: 'housekeeping' },
    { headers: ['NOTES'], concept: 'notes' },
    { headers: ['TAGS'], concept: 'tags', steps: withoutQuotes },
  ],
}

/** Whoever unsubscribed stays in the file with `email_disabled`; `active_subscription` is about paying. */
export const substack: KnownFile = {
  program: 'substack',
  title: 'Substack',
  signatures: [
    ['email', 'active_subscription', 'expiry'],
    ['email', 'active_subscription', 'email_disabled'],
  ],
  columns: [
    { headers: ['email'], concept: 'email' },
    { headers: ['name'], concept: 'full-name' },
    {
      headers: ['active_subscription'],
      concept: 'housekeeping',
      note: 'In Substack this says who pays, not who may be written to.',
    },
    { headers: ['email_disabled'], concept: 'left-yes' },
    { headers: ['created_at'], concept: 'signed-up' },
    { headers: ['expiry', 'plan', 'prefer_digests', 'first_payment_at'], concept: 'housekeeping' },
  ],
}

/**
 * Kit documents the states (Kit API reference, "List subscribers") but not the header of its export. These are the names in
 * the API and in public importers that read such files (`first_name,email,created_at,status`).
 */
export const kit: KnownFile = {
  program: 'kit',
  title: 'Kit',
  signatures: [
    ['first_name', 'email', 'state', 'created_at'],
    ['First Name', 'Email', 'Status', 'Created At'],
    ['email_address', 'state', 'created_at', 'first_name'],
  ],
  columns: [
    { headers: ['email', 'email_address'], concept: 'email' },
    { headers: ['first_name'], concept: 'first-name' },
    { headers: ['last_name'], concept: 'last-name' },
    // Kit's word for it; a place is in a field of the user's own.
    { headers: ['state', 'status'], concept: 'status' },
    { headers: ['created_at'], concept: 'signed-up' },
    { headers: ['cancelled_at', 'canceled_at', 'unsubscribed_at'], concept: 'left-when' },
    { headers: ['tags'], concept: 'tags' },
    { headers: ['id', 'referrer', 'referrer_utm*', 'utm*', 'attribution*'], concept: 'housekeeping' },
  ],
}

/**
 * A list's or segment's export: the names stand in Klaviyo's help ("How to export a list or segment to a CSV file") and in
 * public programs that read such files. Consent is SUBSCRIBED, UNSUBSCRIBED or NEVER_SUBSCRIBED.
 */
export const klaviyo: KnownFile = {
  program: 'klaviyo',
  title: 'Klaviyo',
  signatures: [
    ['Email', 'Klaviyo ID'],
    ['Email', 'Email Marketing Consent', 'Profile Created On'],
    ['Email', 'Email Marketing Consent', 'Email Suppressions'],
    ['Email', 'Email Marketing Consent', 'SMS Marketing Consent'],
    ['Email', 'Email Marketing Consent', 'Email Marketing Consent Timestamp'],
  ],
  columns: [
    { headers: ['Email'], concept: 'email' },
    { headers: ['First Name'], concept: 'first-name' },
    { headers: ['Last Name'], concept: 'last-name' },
    { headers: ['Organization'], concept: 'company' },
    { headers: ['Title'], concept: 'job-title' },
    { headers: ['Phone Number'], concept: 'phone' },
    { headers: ['Address', 'Address 1'], concept: 'address' },
    { headers: ['Address 2'], concept: 'address-2' },
    { headers: ['City'], concept: 'city' },
    { headers: ['State / Region'], concept: 'region' },
    { headers: ['Zip Code'], concept: 'postal-code' },
    { headers: ['Country'], concept: 'country' },
    { headers: ['Email Marketing Consent'], concept: 'status' },
    {
      headers: ['Email Marketing Consent Timestamp'],
      concept: 'housekeeping',
      note: 'When somebody subscribed, or unsubscribed: which of both stands in “Email Marketing Consent”.',
    },
    { headers: ['Email Suppressions', 'Email Suppressions Timestamp'], concept: 'left-when' },
    {
      headers: ['SMS Marketing Consent', 'SMS Suppressions*', 'SMS Transactional Consent*'],
      concept: 'housekeeping',
      note: 'About text messages only, so it holds nobody back from email.',
    },
    { headers: ['Profile Created On', 'Date Added'], concept: 'signed-up' },
    { headers: ['Historic Customer Lifetime Value'], concept: 'total-spent' },
    { headers: ['Historic Number Of Orders'], concept: 'orders-count' },
    { headers: ['Source'], concept: 'source' },
    {
      headers: ['Klaviyo ID', 'Last Open', 'Last Click', 'Initial Source*', 'Predicted*', 'IP Address'],
      concept: 'housekeeping',
    },
    {
      headers: [
        'Total Customer Lifetime Value',
        'Average*',
        'First Active',
        'Last Active',
        'Latitude',
        'Longitude',
      ],
      concept: 'housekeeping',
    },
  ],
}
