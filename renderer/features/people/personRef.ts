import type { PersonView } from '../../../shared/contract/people.ts'

/** A person at one account. */
export type PersonRef = Pick<PersonView, 'connection' | 'remoteId'>

/** Where somebody is shown. */
export function personPath({ connection, remoteId }: PersonRef): string {
  return `/people/${encodeURIComponent(connection)}/${encodeURIComponent(remoteId)}`
}
