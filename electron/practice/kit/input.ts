import { invalid, notFound } from './answers.ts'

/** What a request asks for: its query parameters, overlaid by the members of its JSON body. */
export type Input = Readonly<Record<string, unknown>>

/** A request that has passed the checks at the door. */
export interface KitRequest {
  /** Path parameters as text. */
  readonly params: Readonly<Record<string, string>>
  readonly input: Input
  /** The app whose access token it came with; `undefined` for a key. */
  readonly app?: RequestingApp | undefined
}

export interface RequestingApp {
  readonly clientId: string
  readonly name: string
}

/** An id from the path. Anything but digits is nobody's id: 404. */
export function pathId(request: KitRequest, name: string): number {
  const text = request.params[name] ?? ''
  if (!/^\d{1,15}$/.test(text)) throw notFound()
  return Number(text)
}

/** Text, or `undefined` where it is absent, null or empty. Numbers and booleans count as text (assumed). */
export function optionalText(input: Input, name: string): string | undefined {
  const value = input[name]
  if (value === undefined || value === null || value === '') return undefined
  return scalarText(value, name)
}

/** Text as sent, `null` where it was null; `undefined` where it was left out. */
export function nullableText(input: Input, name: string): string | null | undefined {
  const value = input[name]
  if (value === undefined || value === null) return value
  return scalarText(value, name)
}

/** The text of a JSON scalar; objects and lists are refused with 422. */
export function scalarText(value: unknown, name: string): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw invalid(`${name} is invalid`)
}

/** Kit's own SDK sends `1` and `0`, its document says `true` and `false`: both are understood. */
export function flag(input: Input, name: string, fallback = false): boolean {
  const text = optionalText(input, name)?.toLowerCase()
  if (text === undefined) return fallback
  if (['true', '1', 't', 'on', 'yes'].includes(text)) return true
  if (['false', '0', 'f', 'off', 'no'].includes(text)) return false
  throw invalid(`${name} must be true or false`)
}

/** One of a few words, or the fallback where it is absent. */
export function choice<T extends string, F extends T | undefined>(
  input: Input,
  name: string,
  choices: readonly T[],
  fallback: F,
): T | F {
  const text = optionalText(input, name)
  if (text === undefined) return fallback
  const found = choices.find((each) => each === text)
  if (found === undefined) throw invalid(`${name} must be one of: ${choices.join(', ')}`)
  return found
}

/** A list of words separated by commas. */
export function wordList(input: Input, name: string): readonly string[] {
  return (optionalText(input, name) ?? '').split(',').filter((word) => word !== '')
}

/** An integer, from JSON or from text; `undefined` where it is absent or null. */
export function optionalInteger(input: Input, name: string): number | undefined {
  const text = optionalText(input, name)
  if (text === undefined) return undefined
  if (!/^-?\d{1,15}$/.test(text)) throw invalid(`${name} must be an integer`)
  return Number(text)
}

/** A day (`2026-11-20`, its first instant in UTC) or a timestamp (UTC unless it names a zone), as milliseconds. */
export function optionalTime(input: Input, name: string): number | undefined {
  const text = optionalText(input, name)
  if (text === undefined) return undefined
  const at = parseTime(text)
  if (at === undefined) throw invalid(`${name} is not a valid date`)
  return at
}

const timePattern =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?: ?(Z|UTC|[+-]\d{2}:?\d{2}))?)?$/

/** The instant a text means, or `undefined` where it means none. Days that don't exist mean none. */
export function parseTime(text: string): number | undefined {
  const match = timePattern.exec(text)
  if (match === null) return undefined
  const [, day = '', time = '00:00:00', zone = 'Z'] = match
  const midnight = Date.parse(`${day}T00:00:00Z`)
  // Date.parse rolls the 31st of a short month over into the next one.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return undefined
  const at = Date.parse(`${day}T${time}${zone === 'UTC' ? 'Z' : zone}`)
  return Number.isNaN(at) ? undefined : at
}

/** An object in JSON, or `undefined` for anything else. */
export function asRecord(value: unknown): Input | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Input) : undefined
}

/** A list in JSON, or `undefined` for anything else. */
export function asList(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined
}

/** A JSON list of integer ids; text that is digits counts (assumed). Anything else is refused with 422. */
export function idList(value: unknown, name: string): readonly number[] {
  const list = asList(value)
  const ids = list?.map((each) => (typeof each === 'string' && /^\d{1,15}$/.test(each) ? Number(each) : each))
  if (ids === undefined || !ids.every((id) => Number.isSafeInteger(id)))
    throw invalid(`${name} must be a list of ids`)
  return ids as readonly number[]
}
