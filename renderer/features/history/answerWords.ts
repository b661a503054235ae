import type { RequestView } from '../../../shared/contract/runs.ts'

/** What a request was answered, in words beside its number: never a bare code. */
export function answerWords({ httpStatus }: Pick<RequestView, 'httpStatus'>): string {
  if (httpStatus === null || httpStatus === 0) return 'no answer'
  return `${meaningOf(httpStatus)} (${httpStatus})`
}

const meanings: ReadonlyMap<number, string> = new Map([
  [201, 'created'],
  [202, 'taken for later'],
  [401, 'key refused'],
  [403, 'not allowed'],
  [404, 'not there'],
  [409, 'there already'],
  [422, 'refused'],
  [429, 'over the limit'],
])

function meaningOf(status: number): string {
  const exact = meanings.get(status)
  if (exact !== undefined) return exact
  if (status < 300) return 'done'
  return status < 500 ? 'refused' : 'the service failed'
}
