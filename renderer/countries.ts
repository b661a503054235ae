import { phoneCountries } from '../shared/values/phoneCountries.ts'

/** Every country that has phone numbers, by its English name. */
export function countries(): { readonly value: string; readonly label: string }[] {
  const names = new Intl.DisplayNames(['en'], { type: 'region' })
  return phoneCountries
    .map((code) => ({ value: code, label: `${names.of(code) ?? code} (${code})` }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en'))
}
