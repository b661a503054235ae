import { parseTime } from './times.ts'

/** A value of the filter language. Times stay text until a field says that it is one. */
export type FilterValue = string | number | boolean | null | readonly (string | number | boolean | null)[]

/** One call of the filter language: `equals(email,"a@b.example")`. */
export interface FilterCall {
  readonly operator: string
  readonly field: string
  /** `undefined` where there is none: `has(profile)`. */
  readonly value: FilterValue | undefined
}

/** Thrown for text that isn't of the language. */
export class FilterSyntaxError extends Error {}

/**
 * Reads a filter: calls joined by commas or by one `and(…)`. Text is in double or single quotes with backslash escapes;
 * times stand bare (the guide) or in quotes (its examples).
 * @throws FilterSyntaxError
 */
export function parseFilter(text: string): readonly FilterCall[] {
  const reader = createReader(text)
  const calls = isAnd(text) ? readAnd(reader) : readCalls(reader)
  reader.expectEnd()
  return calls
}

function isAnd(text: string): boolean {
  return /^\s*and\s*\(/.test(text)
}

type Reader = ReturnType<typeof createReader>

function createReader(text: string) {
  let position = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const sticky = new RegExp(pattern.source, 'y')
    sticky.lastIndex = position
    const match = sticky.exec(text)
    if (match !== null) position = sticky.lastIndex
    return match
  }
  const skipSpace = () => take(/\s*/)
  return {
    /** The first group of the pattern, or all of it; `undefined` where it isn't next. */
    take: (pattern: RegExp): string | undefined => {
      skipSpace()
      const match = take(pattern)
      return match === null ? undefined : (match[1] ?? match[0])
    },
    need: (pattern: RegExp, what: string): string => {
      skipSpace()
      const match = take(pattern)
      if (match === null) throw new FilterSyntaxError(`expected ${what} at character ${position + 1}`)
      return match[1] ?? match[0]
    },
    expectEnd: () => {
      skipSpace()
      if (position < text.length) throw new FilterSyntaxError(`unexpected text at character ${position + 1}`)
    },
  }
}

function readAnd(reader: Reader): readonly FilterCall[] {
  reader.need(/and/, 'and')
  reader.need(/\(/, '(')
  const calls = readCalls(reader)
  reader.need(/\)/, ')')
  return calls
}

function readCalls(reader: Reader): readonly FilterCall[] {
  const calls = [readCall(reader)]
  while (reader.take(/,/) !== undefined) calls.push(readCall(reader))
  return calls
}

function readCall(reader: Reader): FilterCall {
  const operator = reader.need(/[a-z]+(?:-[a-z]+)*/, 'an operator')
  reader.need(/\(/, '(')
  const field = reader.need(/[A-Za-z_$][\w.$-]*/, 'a field')
  const value = reader.take(/,/) === undefined ? undefined : readValue(reader)
  reader.need(/\)/, ')')
  return { operator, field, value }
}

function readValue(reader: Reader): FilterValue {
  if (reader.take(/\[/) === undefined) return readScalar(reader)
  const items = []
  if (reader.take(/\]/) !== undefined) return []
  do items.push(readScalar(reader))
  while (reader.take(/,/) !== undefined)
  reader.need(/\]/, ']')
  return items
}

function readScalar(reader: Reader): string | number | boolean | null {
  const quoted = reader.take(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/)
  if (quoted !== undefined) return quoted.slice(1, -1).replace(/\\(.)/gs, '$1')
  const bare = reader.need(/[^\s,()[\]"']+(?: \d{2}:[\d:.+-]+Z?)?/, 'a value')
  if (bare === 'true' || bare === 'false') return bare === 'true'
  if (bare === 'null') return null
  if (/^-?\d+(?:\.\d+)?$/.test(bare)) return Number(bare)
  if (parseTime(bare) !== undefined) return bare
  throw new FilterSyntaxError(`text must be in quotes: ${bare.slice(0, 40)}`)
}
