import type { Answer } from '../answer.ts'

/** A JSON:API resource without its attributes. */
export interface ResourceRef {
  readonly type: string
  readonly id: string
}

export type Attributes = Readonly<Record<string, unknown>>

interface Relationship {
  readonly data?: ResourceRef | readonly ResourceRef[] | null
  readonly links: { readonly self?: string; readonly related: string }
}

export interface Resource extends ResourceRef {
  readonly attributes?: Attributes
  readonly relationships?: Readonly<Record<string, Relationship>>
  readonly links?: { readonly self: string }
}

/** What resources are written for: where the service is, and which fields were asked for. */
export interface Writing {
  /** `http://127.0.0.1:4000`: links lead back to where the request came. */
  readonly origin: string
  /** Resource type → the fields of a sparse fieldset. */
  readonly fields: ReadonlyMap<string, readonly string[]>
}

/** Relationship name → what it holds; `undefined` where the answer only links to it. */
export type Related = Readonly<Record<string, Relationship['data'] | undefined>>

/**
 * A resource as Klaviyo writes it: its links end in a slash; a relationship has `data` only where it is always on or
 * was included. Sparse fieldsets thin out `attributes` and nothing else (recorded).
 * @param path of the type, without a slash at its end: `/api/lists`
 */
export function resource(
  { origin, fields }: Writing,
  path: string,
  { type, id, attributes }: ResourceRef & { readonly attributes: Attributes },
  related: Related = {},
): Resource {
  const self = `${origin}${path}/${id}/`
  const names = Object.keys(related)
  const relationships = Object.fromEntries(
    names.map((name) => [name, relationship(self, name, related[name])] as const),
  )
  return {
    type,
    id,
    attributes: sparse(attributes, fields.get(type)),
    ...(names.length === 0 ? {} : { relationships }),
    links: { self },
  }
}

function relationship(self: string, name: string, data: Relationship['data'] | undefined): Relationship {
  const related = `${self}${name}/`
  // Import errors have no ids of their own to ask for, so no `self` (recorded).
  const links = name === 'import-errors' ? { related } : { self: `${self}relationships/${name}/`, related }
  return data === undefined ? { links } : { data, links }
}

function sparse(attributes: Attributes, wanted: readonly string[] | undefined): Attributes {
  if (wanted === undefined) return attributes
  const thin: Record<string, unknown> = {}
  for (const path of wanted) keep(thin, attributes, path.split('.'))
  return thin
}

function keep(into: Record<string, unknown>, from: unknown, [name, ...rest]: readonly string[]): void {
  if (name === undefined || typeof from !== 'object' || from === null || !Object.hasOwn(from, name)) return
  const value = (from as Attributes)[name]
  if (rest.length === 0 || typeof value !== 'object' || value === null) {
    into[name] = value
    return
  }
  const inner = (into[name] ?? {}) as Record<string, unknown>
  into[name] = inner
  keep(inner, value, rest)
}

/** The address of a request as `links.self` repeats it: its query encoded anew, no slash at its end. */
export function selfLink(url: URL, change: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(url.searchParams)
  for (const [name, value] of Object.entries(change)) query.set(name, value)
  const text = query.toString()
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}${text === '' ? '' : `?${text}`}`
}

/** A document about one resource, or none (`null`). @param included left out where nothing was asked to be */
export function single(
  url: URL,
  data: Resource | ResourceRef | null,
  status = 200,
  included?: readonly Resource[],
): Answer {
  return {
    status,
    json: { data, ...(included === undefined ? {} : { included }), links: { self: selfLink(url) } },
  }
}

/** One page of a collection, with cursors for its neighbours or `null` where it has none. */
export interface PageOf<T> {
  readonly items: readonly T[]
  readonly next: string | null
  readonly prev: string | null
}

/** A document about several resources. `next` and `prev` are always there, `null` at the ends. */
export function collection(
  url: URL,
  page: PageOf<Resource | ResourceRef>,
  included?: readonly Resource[],
): Answer {
  const link = (cursor: string | null) => (cursor === null ? null : selfLink(url, { 'page[cursor]': cursor }))
  return {
    status: 200,
    json: {
      data: page.items,
      ...(included === undefined ? {} : { included }),
      links: { self: selfLink(url), next: link(page.next), prev: link(page.prev) },
    },
  }
}

/** Everything on one page. */
export function wholePage<T>(items: readonly T[]): PageOf<T> {
  return { items, next: null, prev: null }
}
