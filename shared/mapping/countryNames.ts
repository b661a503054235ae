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
  ['brd', 'DE'],
]

/** The three letters of ISO 3166-1 that passports and many shops use, for the countries that lists name most. */
const threeLetters =
  'AUT-AT BEL-BE CHE-CH DEU-DE DNK-DK ESP-ES FIN-FI FRA-FR GBR-GB GRC-GR IRL-IE ISL-IS ITA-IT LUX-LU NLD-NL NOR-NO ' +
  'POL-PL PRT-PT SWE-SE CZE-CZ SVK-SK SVN-SI HRV-HR HUN-HU ROU-RO BGR-BG EST-EE LVA-LV LTU-LT UKR-UA TUR-TR RUS-RU ' +
  'CAN-CA MEX-MX BRA-BR ARG-AR CHL-CL COL-CO PER-PE ECU-EC URY-UY VEN-VE AUS-AU NZL-NZ ZAF-ZA NGA-NG KEN-KE EGY-EG ' +
  'MAR-MA IND-IN PAK-PK CHN-CN JPN-JP KOR-KR SGP-SG THA-TH IDN-ID MYS-MY PHL-PH VNM-VN ISR-IL ARE-AE SAU-SA CYP-CY MLT-MT'

let names: ReadonlyMap<string, string> | null = null

/** ISO 3166-1 alpha-2 code for a country's name in seven languages, or for the code itself; `null` for anything else. */
export function countryCodeOf(text: string): string | null {
  names ??= allNames()
  return names.get(foldWord(text)) ?? null
}

/** The English name of a country's code: `Germany`. */
export function countryNameOf(code: string): string {
  englishNames ??= new Intl.DisplayNames(['en'], { type: 'region' })
  return englishNames.of(code) ?? code
}

let englishNames: Intl.DisplayNames | null = null

/** Made on first use: it asks the runtime's own language data some 1,700 times. */
function allNames(): ReadonlyMap<string, string> {
  const codes = getCountries()
  const known = new Map<string, string>()
  for (const language of languages) {
    const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })
    for (const code of codes) known.set(foldWord(display.of(code) ?? code), code)
  }
  for (const code of codes) known.set(code.toLowerCase(), code)
  for (const pair of threeLetters.split(' ')) known.set(pair.slice(0, 3).toLowerCase(), pair.slice(4))
  for (const [name, code] of alsoKnownAs) known.set(name, code)
  return known
}
