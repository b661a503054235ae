import { foldEmail } from '../../../shared/values/foldEmail.ts'
import type { WantedPeople } from '../connectors/connector.ts'

/** What a row says of who it is about. Phones are E.164. */
export interface NamedBy {
  readonly email: string | null
  readonly phone: string | null
  readonly externalId: string | null
}

/**
 * A name of a row's person for comparing rows and for mode append: the folded address, else the phone number, else the
 * user's own id. `null` where there is none. Pure.
 */
export function identityOf({ email, phone, externalId }: NamedBy): string | null {
  if (email !== null) return foldEmail(email)
  if (phone !== null) return phonePrefix + phone
  return externalId === null ? null : externalPrefix + externalId
}

/** No address has a colon. */
const phonePrefix = 'tel:'
const externalPrefix = 'ext:'

/** What these identities are, for looking their people up. Pure. */
export function wantedBy(identities: readonly string[]): Required<Omit<WantedPeople, 'remoteIds'>> {
  const wanted = { emails: [] as string[], phones: [] as string[], externalIds: [] as string[] }
  for (const identity of identities) {
    if (identity.startsWith(phonePrefix)) wanted.phones.push(identity.slice(phonePrefix.length))
    else if (identity.startsWith(externalPrefix))
      wanted.externalIds.push(identity.slice(externalPrefix.length))
    else wanted.emails.push(identity)
  }
  return wanted
}
