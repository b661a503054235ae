import { foldWord } from './foldWord.ts'

/**
 * English, German, French, Spanish, Portuguese, Italian, Dutch; then what software writes. Folded on load. No words
 * for a state: "active" in a column "Unsubscribed" is not a yes.
 */
const yesWords = [
  'yes y true t on 1 x ok okay checked selected enabled agree agreed accept accepted',
  'ja j wahr an ein zugestimmt einverstanden angekreuzt',
  'oui o vrai coché accepté',
  'si s sí verdadero cierto marcado aceptado',
  'sim verdadeiro aceito aceite ligado',
  'sì vero accettato',
  'waar aan akkoord',
]

const noWords = [
  'no n false f off 0 unchecked unselected disabled disagree declined refused rejected never',
  'nein falsch aus abgelehnt nie',
  'non faux décoché refusé jamais',
  'falso rechazado nunca',
  'não nao recusado desligado',
  'rifiutato mai',
  'nee onwaar uit geweigerd nooit',
]

const yesSigns = ['✓', '✔', '✔️', '☑', '☑️', '✅', '√']
const noSigns = ['✗', '✘', '❌', '☐']

/** Folded words in lower case, in capitals and with a capital, so that most cells need no folding; signs as they are. */
export const booleanWords: ReadonlyMap<string, boolean> = new Map([
  ...words(yesWords).map((word) => [word, true] as const),
  ...words(noWords).map((word) => [word, false] as const),
  ...yesSigns.map((sign) => [sign, true] as const),
  ...noSigns.map((sign) => [sign, false] as const),
])

function words(lines: readonly string[]): string[] {
  const folded = lines.flatMap((line) => line.split(' ')).map(foldWord)
  return folded.flatMap((word) => [word, word.toUpperCase(), word.charAt(0).toUpperCase() + word.slice(1)])
}
