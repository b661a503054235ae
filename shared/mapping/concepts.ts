/** What a column can be about, whatever it is called. */
export type ConceptId =
  | 'email'
  | 'first-name'
  | 'last-name'
  | 'name-particle'
  | 'second-last-name'
  | 'full-name'
  | 'phone'
  | 'company'
  | 'job-title'
  | 'birthday'
  | 'gender'
  | 'language'
  | 'website'
  | 'tags'
  | 'notes'
  | 'source'
  | 'address'
  | 'address-2'
  | 'city'
  | 'region'
  | 'postal-code'
  | 'country'
  | 'customer-id'
  | 'orders-count'
  | 'total-spent'
  | 'last-order'
  | 'signed-up'
  | LeftConcept
  | 'housekeeping'

/** Columns that say who left: by a yes, by a date or a reason, by the lack of a consent, by a word for the state. */
export type LeftConcept = 'left-yes' | 'left-when' | 'consent' | 'status'

export interface Concept {
  /** As in «The header “Vorname” means first name.» */
  readonly label: string
  /** What its values have to look like for a header to be believed. */
  readonly values: ValueExpectation
}

export type ValueExpectation =
  | 'emails'
  | 'phones'
  | 'names'
  | 'words'
  | 'anything'
  | 'short-codes'
  | 'dates'
  | 'numbers'
  | 'addresses-on-the-web'
  | 'consent'

export const concepts: Readonly<Record<ConceptId, Concept>> = {
  email: { label: 'email', values: 'emails' },
  'first-name': { label: 'first name', values: 'names' },
  'last-name': { label: 'last name', values: 'names' },
  'name-particle': { label: 'what stands before a last name', values: 'anything' },
  'second-last-name': { label: 'second last name', values: 'names' },
  'full-name': { label: 'full name', values: 'names' },
  phone: { label: 'phone number', values: 'phones' },
  company: { label: 'company', values: 'words' },
  'job-title': { label: 'job title', values: 'words' },
  birthday: { label: 'birthday', values: 'dates' },
  gender: { label: 'gender', values: 'words' },
  language: { label: 'language', values: 'words' },
  website: { label: 'website', values: 'addresses-on-the-web' },
  tags: { label: 'tags or interests', values: 'words' },
  notes: { label: 'notes', values: 'anything' },
  source: { label: 'source', values: 'words' },
  address: { label: 'street address', values: 'words' },
  'address-2': { label: 'second address line', values: 'anything' },
  city: { label: 'city', values: 'words' },
  region: { label: 'state or region', values: 'words' },
  'postal-code': { label: 'postal code', values: 'short-codes' },
  country: { label: 'country', values: 'words' },
  'customer-id': { label: 'customer id', values: 'short-codes' },
  'orders-count': { label: 'number of orders', values: 'numbers' },
  'total-spent': { label: 'total spent', values: 'numbers' },
  'last-order': { label: 'date of the last order', values: 'dates' },
  'signed-up': { label: 'sign-up date', values: 'dates' },
  'left-yes': { label: 'people who left', values: 'consent' },
  'left-when': { label: 'when or why people left', values: 'anything' },
  consent: { label: 'consent to marketing', values: 'consent' },
  status: { label: 'the state of a subscription', values: 'consent' },
  housekeeping: { label: "the other program's own bookkeeping", values: 'anything' },
}

export function isLeftConcept(concept: ConceptId): concept is LeftConcept {
  return concept === 'left-yes' || concept === 'left-when' || concept === 'consent' || concept === 'status'
}
