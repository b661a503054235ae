import { foldWord } from '../values/foldWord.ts'

// English, German, French, Spanish, Portuguese, Italian, Dutch; forms of address say it too.
const female =
  'f|female|woman|girl|mrs|ms|miss|w|weiblich|frau|femme|féminin|mme|madame|mlle|mujer|femenino|sra|señora|mulher|feminino|senhora|donna|femmina|femminile|sig ra|signora|vrouw|vrouwelijk|mevrouw|mevr'
const male =
  'm|male|man|boy|mr|mister|männlich|mann|herr|homme|masculin|monsieur|hombre|masculino|sr|señor|homem|senhor|uomo|maschio|maschile|sig|signor|mannelijk|meneer|dhr'

const genders: ReadonlyMap<string, string> = new Map([
  ...female.split('|').map((word) => [foldWord(word), 'female'] as const),
  ...male.split('|').map((word) => [foldWord(word), 'male'] as const),
])

/** `female` or `male` for a word for it; `null` for anything else. */
export function genderOf(text: string): string | null {
  return genders.get(foldWord(text)) ?? null
}

const codes =
  'en de fr es pt it nl da sv nb no fi is pl cs sk sl hr hu ro bg el et lv lt uk ru tr ar he fa hi bn ur zh ja ko th vi id ms ca eu gl ga cy sq sr mk'
const spokenIn = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl']

let languages: ReadonlyMap<string, string> | null = null

/** ISO 639-1 code for a language's name in seven languages and in its own, or for a code such as `de-AT`. */
export function languageCodeOf(text: string): string | null {
  languages ??= allLanguages()
  const folded = foldWord(text)
  return languages.get(folded) ?? languages.get(/^([a-z]{2}) [a-z]{2}$/.exec(folded)?.[1] ?? '') ?? null
}

function allLanguages(): ReadonlyMap<string, string> {
  const known = new Map<string, string>()
  for (const code of codes.split(' ')) {
    for (const language of [...spokenIn, code]) {
      const name = new Intl.DisplayNames([language], { type: 'language', fallback: 'none' }).of(code)
      if (name !== undefined) known.set(foldWord(name), code)
    }
    known.set(code, code)
  }
  return known
}
