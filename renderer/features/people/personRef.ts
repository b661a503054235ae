import type { PersonView } from '../../../shared/contract/people.ts'

/** A person at one account. */
export type PersonRef = Pick<PersonView, 'connection' | 'remoteId'>
