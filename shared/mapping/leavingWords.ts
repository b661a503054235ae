import type { ConceptId } from './concepts.ts'

/** Beginnings of words that speak of leaving, in all seven languages, without accents. */
const leaving =
  /^(unsub|optout|abbestell|abgemeld|abmeld|ausgetrag|austrag|widerruf|widersp|gekundigt|gekuendigt|kundig|kuendig|storn|sperr|gesperrt|desabon|desinscr|resili|baja|cancel|anulad|desuscr|descadastr|dessubscr|disiscr|revocat|uitgeschreven|afgemeld|opgezegd|bounc|suppress|complain|block|blacklist|refus|rifiut|rechaz|recus|declin|abgelehnt|ablehn)/
const refusals = new Set(
  'no|not|non|dont|never|kein|keine|keinen|nicht|ohne|nie|pas|sans|jamais|sin|nunca|sem|nao|senza|mai|geen|niet|zonder|nooit'.split(
    '|',
  ),
)
/** `yes/no` names the answers; it refuses nothing. */
const bothAnswers = /\b(yes|ja|oui|si|sim|y) (no|nein|non|nao|nee|n)\b/g

/**
 * A column such as "Newsletter abbestellt" speaks of leaving although "Newsletter" alone asks for consent, and "nicht
 * abgemeldet" is the reverse: read the wrong way round, those who left would be written and the others held back.
 * @param words as `headerWords` gives them
 */
export function turnedRound(concept: ConceptId, words: string): ConceptId {
  if (concept !== 'consent' && concept !== 'left-yes') return concept
  const plain = words.normalize('NFD').replace(/\p{M}/gu, '').replace(bothAnswers, ' ')
  const all = plain.split(' ')
  const leaves = all.some((word) => leaving.test(word)) || /\bopt(ed)? out\b/.test(plain)
  const refuses = all.some((word) => refusals.has(word))
  if (leaves === refuses) return leaves ? 'consent' : concept
  return 'left-yes'
}

/** Whether the name of a file says that it is about people who never subscribed, as Mailchimp keeps them apart. */
export function saysNeverJoined(name: string): boolean {
  return /(?<!\p{L})(?:non|not|never)[ _-]?subscribed/iu.test(name)
}

/** Whether a name, of a file for instance, says that it is about people who left. */
export function speaksOfLeaving(name: string): boolean {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const words = plain.split(/[^\p{L}]+/u)
  return (
    words.some((word) => leaving.test(word) || word === 'cleaned') || /\bopt(?:ed)?[ _-]?out\b/.test(plain)
  )
}
