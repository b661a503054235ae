import type { Answer } from '../answer.ts'
import { Refusal } from '../answer.ts'

/** 200 for what was read, changed, or was already so. */
export function ok(json: unknown): Answer {
  return { status: 200, json }
}

/** 201 for what is new. */
export function created(json: unknown): Answer {
  return { status: 201, json }
}

/** 204 without a body. */
export function noContent(): Answer {
  return { status: 204 }
}

/** Kit's one error shape: `{ errors: [text, …] }`. */
export function failure(status: number, ...errors: readonly string[]): Answer {
  return { status, json: { errors } }
}

/** 404 for a route or a record that isn't there. */
export function notFound(): Refusal {
  return new Refusal(failure(404, 'Not Found'))
}

/** 422 for something that doesn't pass validation. */
export function invalid(...errors: readonly string[]): Refusal {
  return new Refusal(failure(422, ...errors))
}

/** 403 for what the plan, or the kind of credential, doesn't allow. */
export const notPermitted: Answer = failure(
  403,
  'You do not have sufficient permissions to access this resource. Please contact support.',
)

/** Timestamps leave the service in UTC with second precision: `2026-09-09T03:47:42Z`. */
export function isoSeconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`
}

/** The same, for what may not have happened. */
export function isoSecondsOrNull(at: number | null): string | null {
  return at === null ? null : isoSeconds(at)
}
