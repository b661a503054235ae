import { randomUUID } from 'node:crypto'
import type { Answer } from '../answer.ts'
import { Refusal } from '../answer.ts'
import type { JsonObject } from './json.ts'

/** Where an error is: in the body, as a JSON pointer, or in a query parameter. */
export type ErrorSource = { readonly pointer: string } | { readonly parameter: string }

/** One thing that is wrong, before it gets its id and status. */
export interface Problem {
  readonly detail: string
  readonly source: ErrorSource
}

interface ErrorItem {
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly source?: ErrorSource
  readonly links?: JsonObject
  readonly meta?: JsonObject
}

/**
 * Klaviyo's error document. `links` and `meta` are there for what is invalid, a conflict or throttled, and absent for
 * 401, 403 and 404 (as recorded); the number in `status` is in no document but always sent.
 */
export function failure(
  status: number,
  items: readonly ErrorItem[],
  headers?: Readonly<Record<string, string>>,
): Answer {
  const errors = items.map(({ code, title, detail, source, ...more }) => ({
    id: randomUUID(),
    status,
    code,
    title,
    detail,
    ...(source === undefined ? {} : { source }),
    ...more,
  }))
  return { status, json: { errors }, ...(headers === undefined ? {} : { headers }) }
}

/** 400 with everything that is wrong at once. */
export function invalid(...problems: readonly Problem[]): Refusal {
  return new Refusal(
    failure(
      400,
      problems.map((problem) => ({
        code: 'invalid',
        title: 'Invalid input.',
        ...problem,
        links: {},
        meta: {},
      })),
    ),
  )
}

/** 400 for one place in the body. */
export function invalidBody(pointer: string, detail: string): Refusal {
  return invalid({ detail, source: { pointer } })
}

/** 400 for a query parameter. */
export function invalidParameter(parameter: string, detail: string): Refusal {
  return invalid({ detail, source: { parameter } })
}

/** 404 in the words recorded for lists. */
export function missing(what: string, id: string): Refusal {
  return notFound(`A ${what} with id \`${id}\` does not exist.`)
}

/** 404 with other words. */
export function notFound(detail: string): Refusal {
  return new Refusal(notFoundAnswer(detail))
}

/** The 404 itself, for what is no handler's. */
export function notFoundAnswer(detail: string): Answer {
  return failure(404, [{ code: 'not_found', title: 'Not found.', detail, source: { pointer: '/data/' } }])
}

/** 403; the recorded ones end in a slash and carry no `meta`. */
export function forbidden(detail: string): Answer {
  const title = 'You do not have permission to perform this action.'
  return failure(403, [{ code: 'permission_denied', title, detail, source: { pointer: '/data/' } }])
}

/** 409 for an identifier that somebody has. @param profileId left out where the answer doesn't tell who */
export function duplicateProfile(profileId: string | undefined): Answer {
  return failure(409, [
    {
      code: 'duplicate_profile',
      title: 'Conflict.',
      detail: 'A profile already exists with one of these identifiers.',
      source: { pointer: '/data/attributes' },
      links: {},
      meta: profileId === undefined ? {} : { duplicate_profile_id: profileId },
    },
  ])
}

/** Statuses whose bodies no source shows: 405, 410, 413, 415, 5xx. */
export function plainFailure(status: number, code: string, title: string, detail: string): Answer {
  return failure(status, [{ code, title, detail, source: { pointer: '/data' }, links: {}, meta: {} }])
}
