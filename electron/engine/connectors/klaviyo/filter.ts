import { queryText } from '../exchange.ts'

const mostValues = 100
/** Gateways commonly refuse request lines beyond 8 kB; half of that leaves room for the rest of it. */
const mostCharacters = 3_500

/** `any(email,["a@example.com"])`, in Klaviyo's filter language. */
export function anyOf(field: string, values: readonly string[]): string {
  return `any(${field},[${values.map(quoted).join(',')}])`
}

/** `greater-than(updated,2026-01-02T03:04:05Z)` */
export function after(field: string, timeIso: string): string {
  return `greater-than(${field},${timeIso})`
}

/** `less-than(created,2026-01-02T03:04:05Z)` */
export function before(field: string, timeIso: string): string {
  return `less-than(${field},${timeIso})`
}

/** Splits values into as few `any(…)` filters as possible: Klaviyo takes about a hundred, and addresses have a length. */
export function chunkValues(values: readonly string[]): readonly (readonly string[])[] {
  const chunks: string[][] = []
  let length = Infinity
  for (const value of values) {
    const cost = queryText({ '': `${quoted(value)},` }).length
    const chunk = chunks.at(-1)
    if (chunk === undefined || chunk.length === mostValues || length + cost > mostCharacters) {
      chunks.push([value])
      length = cost
    } else {
      chunk.push(value)
      length += cost
    }
  }
  return chunks
}

function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`
}
