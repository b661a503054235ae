import { queryText } from '../exchange.ts'

const mostAddresses = 100
/** Gateways commonly refuse request lines beyond 8 kB; half of that leaves room for the rest of it. */
const mostCharacters = 3_500

/** Splits addresses into the comma lists of as few look-ups as possible. */
export function chunkAddresses(emails: readonly string[]): readonly (readonly string[])[] {
  const chunks: string[][] = []
  let length = Infinity
  for (const email of emails) {
    const cost = queryText({ email: `,${email}` }).length
    const chunk = chunks.at(-1)
    if (chunk === undefined || chunk.length === mostAddresses || length + cost > mostCharacters) {
      chunks.push([email])
      length = cost
    } else {
      chunk.push(email)
      length += cost
    }
  }
  return chunks
}
