/** What may be passed over in an address where the user asks for it, since only they know whom they write to. */
export type AddressPart = 'plus-tag' | 'gmail-dots'

/**
 * A folded address without what the user wants to be passed over: `ann+shop@example.com` is `ann@example.com`, and Gmail's
 * `a.n.n@gmail.com` is `ann@gmail.com`. Only for finding the same person within a file: an account may hold both.
 */
export function foldAlike(folded: string, parts: readonly AddressPart[]): string {
  const at = folded.lastIndexOf('@')
  // Not an address, but a number or an id; see `identityOf`.
  if (parts.length === 0 || at < 1 || /^(?:tel|ext):/.test(folded)) return folded
  let local = folded.slice(0, at)
  let domain = folded.slice(at + 1)
  const plus = local.indexOf('+')
  if (parts.includes('plus-tag') && plus > 0) local = local.slice(0, plus)
  if (parts.includes('gmail-dots') && (domain === 'gmail.com' || domain === 'googlemail.com')) {
    local = local.replaceAll('.', '')
    domain = 'gmail.com'
  }
  return `${local}@${domain}`
}
