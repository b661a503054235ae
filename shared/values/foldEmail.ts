import { trimInvisible } from './trimInvisible.ts'

/**
 * The identity of an address: two cells with the same fold are the same person.
 * Trimmed, Unicode-composed, lower-case whatever the computer's language, and a domain in other letters in its ASCII
 * form (`müller.de` is `xn--mller-kva.de`). Dots and `+tag` stay: only some hosts ignore them, and nobody can tell which.
 * Works on any text, so that a bad address can be compared too.
 */
export function foldEmail(email: string): string {
  if (alreadyFolded.test(email)) return email
  const text = trimInvisible(email).normalize('NFC').toLowerCase().normalize('NFC')
  const at = text.lastIndexOf('@')
  return at < 0 ? text : text.slice(0, at + 1) + asciiDomain(text.slice(at + 1))
}

const alreadyFolded = /^[!-@[-~]+$/

// Only letters, digits, marks, dots and hyphens: anything else means something to an address parser.
const domainInOtherLetters = /^(?=.*[^\p{ASCII}])[\p{L}\p{N}\p{M}.-]+$/u

function asciiDomain(domain: string): string {
  if (!domainInOtherLetters.test(domain)) return domain
  return URL.parse(`http://${domain}`)?.hostname ?? domain
}
