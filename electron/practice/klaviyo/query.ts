import { invalidParameter } from './errors.ts'
import type { Condition, FilterRules } from './filterRules.ts'
import { readFilter } from './filterRules.ts'

/** What the query of an operation may hold. Anything else is a 400. */
export interface QueryRules {
  /** Resource type → its fields. A nested one is allowed where the field it is in ends in `.*`. */
  readonly fields?: Readonly<Record<string, readonly string[]>>
  readonly additionalFields?: Readonly<Record<string, readonly string[]>>
  readonly include?: readonly string[]
  readonly sort?: readonly string[]
  readonly filter?: FilterRules
  /** A cursor alone, or also a size. */
  readonly page?: 'cursor-only' | { readonly size: number; readonly max: number }
}

export interface Query {
  readonly fields: ReadonlyMap<string, readonly string[]>
  /** `profile.subscriptions`, `list.profile_count`. */
  readonly additional: ReadonlySet<string>
  /** `undefined` where none was asked for, so that the answer has no `included` at all. */
  readonly include: readonly string[] | undefined
  readonly sort: { readonly field: string; readonly descending: boolean } | undefined
  readonly filter: readonly Condition[]
  readonly cursor: string | undefined
  readonly pageSize: number
}

/** As many as `GET /metrics` answers; also for what has no size of its own (assumed). */
const unsizedPage = 200

/**
 * Holds a query against the rules of its endpoint.
 * @param resourceType names the resource in the error for an unknown parameter
 * @throws Refusal 400
 */
export function readQuery(params: URLSearchParams, rules: QueryRules, resourceType: string): Query {
  for (const name of params.keys())
    if (!isKnown(name, rules))
      throw invalidParameter(name, `'${flat(name)}' is not a valid field for the resource '${resourceType}'.`)
  return {
    fields: readFields(params, rules.fields ?? {}),
    additional: readAdditional(params, rules.additionalFields ?? {}),
    include: readInclude(params.get('include'), rules.include ?? []),
    sort: readSort(params.get('sort'), rules.sort ?? []),
    filter: filterOf(params.get('filter'), rules.filter ?? {}),
    cursor: readCursor(params.get('page[cursor]')),
    pageSize: readPageSize(params.get('page[size]'), rules.page),
  }
}

function isKnown(name: string, rules: QueryRules): boolean {
  const typed = /^(fields|additional-fields)\[([\w-]+)\]$/.exec(name)
  if (typed !== null) {
    const types = typed[1] === 'fields' ? rules.fields : rules.additionalFields
    return types !== undefined && Object.hasOwn(types, typed[2] ?? '')
  }
  if (name === 'page[cursor]') return rules.page !== undefined
  if (name === 'page[size]') return typeof rules.page === 'object'
  return (name === 'include' || name === 'sort' || name === 'filter') && rules[name] !== undefined
}

/** `page[size]` is called `page_size` in errors, as three clients have noted. */
function flat(name: string): string {
  return name.replace(/\[([^\]]*)\]/g, '_$1')
}

function words(text: string): readonly string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
}

function readFields(params: URLSearchParams, allowed: NonNullable<QueryRules['fields']>) {
  const fields = new Map<string, readonly string[]>()
  for (const [type, known] of Object.entries(allowed)) {
    const name = `fields[${type}]`
    const text = params.get(name)
    if (text === null) continue
    const wanted = words(text)
    const unknown = wanted.find((field) => !isField(field, known))
    if (unknown !== undefined)
      throw invalidParameter(name, `'${unknown}' is not a valid field for the resource '${type}'.`)
    fields.set(type, wanted)
  }
  return fields
}

function isField(field: string, known: readonly string[]): boolean {
  return field === 'id' || known.some((each) => each === field || isInside(field, each))
}

function isInside(field: string, known: string): boolean {
  return known.endsWith('.*') && (field === known.slice(0, -2) || field.startsWith(known.slice(0, -1)))
}

function readAdditional(params: URLSearchParams, allowed: NonNullable<QueryRules['additionalFields']>) {
  const additional = new Set<string>()
  for (const [type, known] of Object.entries(allowed)) {
    const name = `additional-fields[${type}]`
    for (const field of words(params.get(name) ?? '')) {
      if (!known.includes(field))
        throw invalidParameter(name, `'${field}' is not a valid field for the resource '${type}'.`)
      additional.add(`${type}.${field}`)
    }
  }
  return additional
}

function readInclude(text: string | null, allowed: readonly string[]): readonly string[] | undefined {
  if (text === null) return undefined
  const wanted = words(text)
  const unknown = wanted.find((each) => !allowed.includes(each))
  if (unknown !== undefined)
    throw invalidParameter('include', `'${unknown}' is not an allowed include parameter for this resource.`)
  return wanted
}

function readSort(text: string | null, allowed: readonly string[]): Query['sort'] {
  if (text === null) return undefined
  const field = text.replace(/^-/, '')
  if (!allowed.includes(field))
    throw invalidParameter('sort', `'${field}' is not an allowed sort parameter for this resource.`)
  return { field, descending: text.startsWith('-') }
}

function filterOf(text: string | null, rules: FilterRules): readonly Condition[] {
  return text === null || text.trim() === '' ? [] : readFilter(text, rules)
}

/**
 * The official client takes whole links for cursors and cuts the cursor out of those that begin with https. Links of a
 * practice account begin with http, so they arrive whole.
 */
function readCursor(text: string | null): string | undefined {
  if (text === null) return undefined
  if (!text.startsWith('http://') || !URL.canParse(text)) return text
  return new URL(text).searchParams.get('page[cursor]') ?? text
}

function readPageSize(text: string | null, page: QueryRules['page']): number {
  if (typeof page !== 'object') return page === 'cursor-only' ? unsizedPage : Infinity
  if (text === null) return page.size
  const size = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (size < 1 || size > page.max)
    throw invalidParameter('page[size]', `Page size must be an integer between 1 and ${page.max}.`)
  return size
}
