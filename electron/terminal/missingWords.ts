import type { ListOptions } from './chooseLists.ts'
import { count } from './words.ts'

/** Tags or lists that the account doesn't have, at least one, and what becomes of them. */
export function missingWords(
  missing: readonly string[],
  { tagsFrom = [], makeMissing }: Pick<ListOptions, 'tagsFrom' | 'makeMissing'>,
): string {
  const isOne = missing.length === 1
  const kind = tagsFrom.length > 0 ? 'tag' : 'list'
  const shown = missing.slice(0, 10).map((name) => `“${name}”`)
  const more = missing.length > 10 ? ` and ${count(missing.length - 10)} more` : ''
  const them = isOne ? 'it' : 'them'
  const then =
    makeMissing === true
      ? `A run makes ${them} first, and shows who goes into ${them} before anybody is sent.`
      : `Nothing is done for ${them}; --make-missing makes ${them}.`
  return `The account has no ${isOne ? kind : `${kind}s`} called ${shown.join(', ')}${more}. ${then}`
}
