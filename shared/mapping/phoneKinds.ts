import type { Field } from '../model.ts'
import type { ColumnGuess } from './guessColumn.ts'
import { headerWords } from './headerWords.ts'
import { judgeValues } from './judgeValues.ts'
import { isAboutOtherPerson } from './matchHeader.ts'

/** Which of somebody's phones. `any`: the name doesn't say. */
type PhoneKind = 'mobile' | 'home' | 'work' | 'landline' | 'any'

/** In the order they are looked for: a "Work mobile" is a mobile. */
const kinds: readonly (readonly [PhoneKind, RegExp])[] = [
  [
    'mobile',
    /^(?:mob|mobiles?|mobil|mobiltel\w*|mobilfunk\w*|mobiln\w*|mobiele?|mobieln\w*|handys?|handyn\w*|natel|cell?|cellphones?|cellular|cellulare?|celular|movil|movel|telemovel|portable|gsm|smartphone|sms|whatsapp)$/,
  ],
  [
    'home',
    /^(?:home|private?|privat\w*|prive|domicile|maison|casa|particular|residencial|abitazione|thuis)$/,
  ],
  [
    'work',
    /^(?:work|business|office|company|geschaft\w*|geschaeft\w*|dienst\w*|buro|buero|arbeit|firma|bureau|travail|pro|professionnel|trabajo|oficina|laboral|trabalho|escritorio|comercial|lavoro|ufficio|aziendale|werk|zakelijk|kantoor)$/,
  ],
  ['landline', /^(?:landline|festnetz\w*|fixe|fijo|fixo|fisso|vast|vaste)$/],
]

function phoneKind(name: string): PhoneKind {
  const words = headerWords(name)
    .replace(/\bwhats app\b/, 'whatsapp')
    .split(' ')
  return kinds.find(([, pattern]) => words.some((word) => pattern.test(word)))?.[0] ?? 'any'
}

/**
 * How sure a column of phone numbers is for a field of them, 0 to 1; 0: they are about different phones. Text messages
 * go to mobiles, so a mobile comes first for a field that is about no phone in particular: for the service's own before
 * all else, for one of the user's after a column of the same name.
 */
export function phoneConfidence(guess: ColumnGuess, field: Field, confidence: number): number {
  const column = phoneKind(guess.column.header)
  const wanted = phoneKind(field.label)
  if (wanted !== 'any') return clash(column, wanted) ? 0 : confidence * (column === wanted ? 1 : 0.95)
  if (column === 'mobile' && isSure(guess)) return field.custom ? Math.max(0.99, confidence) : 1
  if (confidence === 1 && field.custom) return 1
  return confidence * (column === 'any' ? 0.95 : 0.92)
}

/** A landline may be at home or at work. */
function clash(one: PhoneKind, other: PhoneKind): boolean {
  if (one === other || one === 'any' || other === 'any') return false
  return one === 'mobile' || other === 'mobile' || (one !== 'landline' && other !== 'landline')
}

function isSure({ column, shape, isAddition }: ColumnGuess): boolean {
  return isAddition !== true && judgeValues('phone', shape) === 'agree' && !isAboutOtherPerson(column.header)
}
