import type { Problem } from './errors.ts'
import { isDeeperThan } from './json.ts'
import type { JsonObject } from './json.ts'
import { pointerTo } from './readShape.ts'
import { parseTime } from './times.ts'

/** As the document has it; the guide says 300. */
const maxKeys = 400
const maxTextBytes = 100_000
const maxItems = 4000
const maxDepth = 10
const yearMs = 366 * 86_400_000

export interface JudgedEvent {
  readonly properties: JsonObject
  readonly time?: string | null | undefined
}

/**
 * What is wrong with an event beyond its shape.
 * @param pointer of the event's attributes
 * @param now milliseconds since 1970
 */
export function eventProblems(event: JudgedEvent, pointer: string, now: number): readonly Problem[] {
  const at = (name: string) => ({ pointer: `${pointer}/${name}` })
  const problems: Problem[] = []
  const when = event.time ? parseTime(event.time) : undefined
  if (when !== undefined && (when < Date.parse('1990-01-01T00:00:00Z') || when > now + yearMs))
    problems.push({ detail: 'The time must be after 1990 and at most a year ahead.', source: at('time') })
  if (Object.keys(event.properties).length > maxKeys)
    problems.push({
      detail: `An event can not have more than ${maxKeys} properties.`,
      source: at('properties'),
    })
  if (isDeeperThan(event.properties, maxDepth))
    problems.push({
      detail: `Properties can not be nested more than ${maxDepth} levels deep.`,
      source: at('properties'),
    })
  for (const [key, value] of Object.entries(event.properties))
    if (isTooLarge(value))
      problems.push({
        detail: `The property is too large: text may have 100KB, a list ${maxItems} items.`,
        source: at(`properties${pointerTo([key])}`),
      })
  return problems
}

function isTooLarge(value: unknown): boolean {
  if (typeof value === 'string') return Buffer.byteLength(value) > maxTextBytes
  return Array.isArray(value) && value.length > maxItems
}
