import type { Answer } from '../../answer.ts'
import { Refusal } from '../../answer.ts'

/** The old API's error shape: `{ error, message }`. */
export function v3Failure(status: number, error: string, message: string): Answer {
  return { status, json: { error, message } }
}

/** What v4 says as `{ errors: […] }`, in the words of v3. Statuses and texts stay. */
export function inV3Words(answer: Answer): Answer {
  const errors = errorsIn(answer.json)
  if (errors === null) return answer
  const { status } = answer
  if (status === 404) return entityNotFound
  if (status === 401)
    return { ...answer, json: { error: 'Authorization Failed', message: 'API Key not valid' } }
  return { ...answer, json: { error: titles[status] ?? 'Bad Request', message: errors.join(', ') } }
}

/** Text from recorded answers (Kit’s WordPress library, and its Ruby client’s tests). */
export const entityNotFound: Answer = v3Failure(
  404,
  'Not Found',
  "The entity you were trying to find doesn't exist",
)

/** Only the sentence of 422 is known, from writes to people; the rest are assumed. */
const titles: Readonly<Record<number, string>> = {
  403: 'Forbidden',
  413: 'Payload Too Large',
  422: 'Error updating subscriber',
}

/** 404 in the words the old API has for a tag or a course. */
export function nothingCalled(what: 'Tag' | 'Course'): Refusal {
  return new Refusal(v3Failure(404, `${what} not found`, ''))
}

/** 422 for what is no write to a person; the title is assumed. */
export function v3Invalid(message: string): Refusal {
  return new Refusal(v3Failure(422, 'Unprocessable Entity', message))
}

function errorsIn(json: unknown): readonly string[] | null {
  if (typeof json !== 'object' || json === null || !('errors' in json)) return null
  return Array.isArray(json.errors) ? json.errors.map(String) : null
}
