import { matchHeader } from '../../../shared/mapping/matchHeader.ts'
import type { Contact, Field, FieldId, FieldValue } from '../../../shared/model.ts'
import { foldSearch } from '../../../shared/values/foldSearch.ts'

/** The fields of an account that say how people are called and reached, custom ones included. */
export interface NamingFields {
  readonly name: readonly FieldId[]
  readonly phone: readonly FieldId[]
}

const nameConcepts = ['first-name', 'last-name', 'full-name'] as const

/** Kit has a first name only; a last name or a phone number is a custom field there, by any label. */
export function namingFields(fields: readonly Field[]): NamingFields {
  const about = (concept: string) =>
    fields.filter(({ label }) => matchHeader(label)?.concept === concept).map(({ id }) => id)
  const [first = [], last = [], full = []] = nameConcepts.map(about)
  const parts = [...first.slice(0, 1), ...last.slice(0, 1)]
  return { name: parts.length > 0 ? parts : full.slice(0, 1), phone: about('phone') }
}

export function nameOf(fields: Contact['fields'], { name }: NamingFields): string | null {
  return texts(name.map((field) => fields[field])).join(' ') || null
}

/** What a person is found by, folded, the address first: it is what lists of people are sorted by. */
export function searchText({ email, fields, phone, externalId }: Contact, naming: NamingFields): string {
  const phones = [phone ?? '', ...texts(naming.phone.map((field) => fields[field]))]
  const parts = [email ?? '', nameOf(fields, naming) ?? '', ...new Set(phones), externalId ?? '']
  return parts.map(foldSearch).join('\n')
}

/** What to look for in that. A phone number may be written with spaces and dashes. */
export function searchParts(text: string): string[] {
  const folded = foldSearch(text)
  if (folded === '') return []
  const digits = folded.replaceAll(/[\s().\-/]/g, '')
  return /^\+?\d{3,}$/.test(digits) && digits !== folded ? [folded, digits] : [folded]
}

function texts(values: readonly (FieldValue | undefined)[]): string[] {
  return values.filter((value) => typeof value === 'string').filter((value) => value.trim() !== '')
}
