/**
 * What a token is good for. Kit's server names one scope, `public`, which is everything; its document lists `read`
 * and `write`, which are understood and mean no less (assumed).
 * @returns `null` for a scope nobody knows
 */
export function grantedScope(asked: string | undefined): 'public' | null {
  const words = (asked ?? '').split(' ').filter((word) => word !== '')
  return words.every((word) => known.has(word)) ? 'public' : null
}

const known = new Set(['public', 'read', 'write'])
