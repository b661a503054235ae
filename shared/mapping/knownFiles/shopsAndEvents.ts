import type { Transform } from '../../model.ts'
import type { KnownFile } from './knownFile.ts'

/** Shopify writes an apostrophe before ids, postal codes and phone numbers, so that spreadsheets leave them alone. */
const withoutApostrophe: readonly Transform[] = [{ step: 'replace', find: "^'", with: '', pattern: true }]

/** The header of the customer export, as several public programs that read it have it; the older one had "Accepts Marketing". */
export const shopify: KnownFile = {
  program: 'shopify',
  title: 'Shopify',
  signatures: [
    ['Email', 'Accepts Email Marketing', 'Total Spent'],
    ['Email', 'Accepts Marketing', 'Total Spent', 'Total Orders'],
    ['Email', 'Accepts Email Marketing', 'Tax Exempt'],
  ],
  columns: [
    { headers: ['Customer ID'], concept: 'customer-id', steps: withoutApostrophe },
    { headers: ['First Name'], concept: 'first-name' },
    { headers: ['Last Name'], concept: 'last-name' },
    { headers: ['Email'], concept: 'email' },
    { headers: ['Accepts Email Marketing', 'Accepts Marketing'], concept: 'consent' },
    {
      headers: ['Accepts SMS Marketing', 'Accepts WhatsApp Marketing'],
      concept: 'housekeeping',
      note: 'About text messages only, so it holds nobody back from email. Subscribe nobody to SMS by this file without looking at it.',
    },
    { headers: ['Company', 'Default Address Company'], concept: 'company' },
    { headers: ['Address1', 'Default Address Address1'], concept: 'address' },
    { headers: ['Address2', 'Default Address Address2'], concept: 'address-2' },
    { headers: ['City', 'Default Address City'], concept: 'city' },
    { headers: ['Province Code', 'Default Address Province Code', 'Province'], concept: 'region' },
    { headers: ['Country Code', 'Default Address Country Code', 'Country'], concept: 'country' },
    { headers: ['Zip', 'Default Address Zip'], concept: 'postal-code', steps: withoutApostrophe },
    { headers: ['Phone'], concept: 'phone', steps: withoutApostrophe },
    {
      headers: ['Default Address Phone'],
      concept: 'housekeeping',
      note: 'The phone number of an address; the customer’s own is in “Phone”.',
    },
    { headers: ['Total Spent'], concept: 'total-spent' },
    { headers: ['Total Orders'], concept: 'orders-count' },
    { headers: ['Note'], concept: 'notes' },
    { headers: ['Tags'], concept: 'tags' },
    { headers: ['Tax Exempt'], concept: 'housekeeping' },
  ],
}

/** Columns of the contacts (once: profiles) panel's export; what they mean is from Squarespace's help, "The Contacts panel". */
export const squarespace: KnownFile = {
  program: 'squarespace',
  title: 'Squarespace',
  signatures: [
    ['Email', 'Subscriber Since'],
    ['Email', 'Accepts Marketing', 'Order Count', 'Last Order Date'],
    ['Email Address', 'Subscriber Since'],
  ],
  columns: [
    { headers: ['Email', 'Email Address'], concept: 'email' },
    { headers: ['First Name'], concept: 'first-name' },
    { headers: ['Last Name'], concept: 'last-name' },
    { headers: ['Accepts Marketing'], concept: 'consent' },
    { headers: ['Subscriber Since', 'Created On'], concept: 'signed-up' },
    { headers: ['Shipping Phone Number', 'Phone Number'], concept: 'phone' },
    { headers: ['Shipping Address 1', 'Shipping Address'], concept: 'address' },
    { headers: ['Shipping Address 2'], concept: 'address-2' },
    { headers: ['Shipping City'], concept: 'city' },
    { headers: ['Shipping Province/State', 'Shipping State'], concept: 'region' },
    { headers: ['Shipping Zip', 'Shipping Postal Code'], concept: 'postal-code' },
    { headers: ['Shipping Country'], concept: 'country' },
    { headers: ['Order Count'], concept: 'orders-count' },
    { headers: ['Total Order Amount', 'Lifetime Value'], concept: 'total-spent' },
    { headers: ['Last Order Date'], concept: 'last-order' },
    { headers: ['Tags', 'Mailing Lists'], concept: 'tags' },
    {
      headers: ['Shipping Name', 'Billing*', 'Customer Since', 'Donor Since', 'Has Account'],
      concept: 'housekeeping',
    },
  ],
}

/**
 * An attendee list says who came, not who agreed to be written to. The header of 2024's attendee report is from a public
 * converter for it (IEEE-CNSV, Eventbrite to EZ Badge); the names with "Attendee" in front are from older reports.
 */
export const eventbrite: KnownFile = {
  program: 'eventbrite',
  title: 'Eventbrite',
  warning: () => 'It says who came, not who agreed to be written to: write only to those who did.',
  signatures: [
    ['Order #', 'Email', 'Ticket Type', 'Quantity'],
    ['Order #', 'Email', 'Attendee #'],
    ['Order ID', 'Attendee Email', 'Ticket Type'],
    ['Order no.', 'Attendee email', 'Ticket type'],
    ['Order #', 'Email', 'Attendee Status'],
  ],
  columns: [
    { headers: ['Email', 'Attendee Email'], concept: 'email' },
    { headers: ['First Name', 'Attendee First Name'], concept: 'first-name' },
    { headers: ['Last Name', 'Attendee Last Name', 'Attendee Surname'], concept: 'last-name' },
    { headers: ['Cell Phone', 'Home Phone', 'Work Phone'], concept: 'phone' },
    { headers: ['Order Date'], concept: 'signed-up' },
    { headers: ['Job Title'], concept: 'job-title' },
    { headers: ['Company'], concept: 'company' },
    { headers: ['Website'], concept: 'website' },
    { headers: ['Home Address 1', 'Billing Address 1'], concept: 'address' },
    { headers: ['Home Address 2', 'Billing Address 2'], concept: 'address-2' },
    { headers: ['Home City', 'Billing City'], concept: 'city' },
    { headers: ['Home State', 'Billing State'], concept: 'region' },
    { headers: ['Home Zip', 'Billing Zip'], concept: 'postal-code' },
    { headers: ['Home Country', 'Billing Country'], concept: 'country' },
    {
      headers: ['Attendee Status', 'Status', 'Order Type', 'Payment Status'],
      concept: 'housekeeping',
      note: 'Says whether somebody came or paid, not whether they agreed to be written to.',
    },
    {
      headers: [
        'Order #',
        'Order ID',
        'Order no.',
        'Quantity',
        'Ticket Type',
        'Price Tier',
        'Ticket Quantity',
        'Attendee #',
        'Barcode*',
        'Group',
      ],
      concept: 'housekeeping',
    },
    {
      headers: ['Currency', 'Total Paid', 'Fees Paid', 'Eventbrite*', 'Gross Sales', 'Net Sales', 'Tax Paid'],
      concept: 'housekeeping',
    },
    {
      headers: ['Buyer*', 'Purchaser*'],
      concept: 'housekeeping',
      note: 'About who bought the ticket, who may be somebody else.',
    },
  ],
}

/**
 * Two files. The export of contacts has the labels of their properties (HubSpot's knowledge base, "HubSpot's default contact
 * properties"). That of unsubscribes and bounces says of each address with TRUE why it left, or for a bounce the reason
 * ("What do the columns mean when I export unsubscribes and bounces").
 */
export const hubspot: KnownFile = {
  program: 'hubspot',
  title: 'HubSpot',
  signatures: [
    ['Portal Unsubscribe', 'Portal Bounce'],
    ['Portal Unsubscribe', 'Portal Spam Report'],
    ['Record ID', 'Email', 'Lifecycle Stage'],
    ['Record ID', 'Email', 'Unsubscribed from all email'],
    ['Record ID', 'Email', 'Contact owner'],
    ['Record ID', 'Email', 'Marketing contact status'],
    ['Record ID', 'Email', 'Lead Status'],
    ['Record ID', 'Email', 'Create Date'],
    ['Contact ID', 'Email', 'Lifecycle Stage'],
  ],
  columns: [
    { headers: ['Record ID', 'Contact ID'], concept: 'customer-id' },
    { headers: ['First Name'], concept: 'first-name' },
    { headers: ['Last Name'], concept: 'last-name' },
    { headers: ['Email', 'Email Address'], concept: 'email' },
    { headers: ['Portal Unsubscribe', 'Portal Spam Report'], concept: 'left-yes' },
    { headers: ['Portal Bounce', 'Global Bounce'], concept: 'left-when' },
    {
      headers: ['Marketing Information'],
      concept: 'left-yes',
      note: 'Yes means that somebody does not want this kind of email.',
    },
    { headers: ['Phone Number', 'Mobile Phone Number'], concept: 'phone' },
    { headers: ['Unsubscribed from all email'], concept: 'left-yes' },
    { headers: ['Opted out of email*'], concept: 'left-yes' },
    { headers: ['Email hard bounce reason*', 'Invalid email address'], concept: 'left-when' },
    {
      headers: ['Marketing contact status'],
      concept: 'housekeeping',
      note: 'In HubSpot this says who counts for the bill, not who agreed.',
    },
    { headers: ['Associated Company', 'Company name'], concept: 'company' },
    { headers: ['Job Title'], concept: 'job-title' },
    { headers: ['City'], concept: 'city' },
    { headers: ['State/Region'], concept: 'region' },
    { headers: ['Postal Code'], concept: 'postal-code' },
    { headers: ['Country/Region'], concept: 'country' },
    { headers: ['Website URL'], concept: 'website' },
    { headers: ['Original Source', 'Original Traffic Source'], concept: 'source' },
    { headers: ['Create Date'], concept: 'signed-up' },
    {
      headers: ['Contact owner', 'Lead Status', 'Lifecycle Stage', 'Last Activity Date', 'Associated*'],
      concept: 'housekeeping',
    },
  ],
}
