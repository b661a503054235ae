import { getCountries } from 'libphonenumber-js/min'
import { foldWord } from '../values/foldWord.ts'

const languages = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl']

/** Names and short forms that the language data does not have. */
const alsoKnownAs: readonly (readonly [string, string])[] = [
  ['usa', 'US'],
  ['u s a', 'US'],
  ['united states of america', 'US'],
  ['uk', 'GB'],
  ['great britain', 'GB'],
  ['england', 'GB'],
  ['scotland', 'GB'],
  ['holland', 'NL'],
  ['the netherlands', 'NL'],
  ['deu', 'DE'],
  ['brd', 'DE'],
  ['gbr', 'GB'],
]

let names: ReadonlyMap<string, string> | null = null

/** ISO 3166-1 alpha-2 code for a country's name in seven languages, or for the code itself; `null` for anything else. */
export function countryCodeOf(text: string): string | null {
  names ??= allNames()
  return names.get(foldWord(text)) ?? null
}

/** Made on first use: it asks the runtime's own language data some 1,700 times. */
function allNames(): ReadonlyMap<string, string> {
  const codes = getCountries()
  const known = new Map<string, string>()
  for (const language of languages) {
    const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })
    for (const code of codes) known.set(foldWord(display.of(code) ?? code), code)
  }
  for (const code of codes) known.set(code.toLowerCase(), code)
  for (const [name, code] of alsoKnownAs) known.set(name, code)
  return known
}
