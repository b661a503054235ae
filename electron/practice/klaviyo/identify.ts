import type { Profile } from './model.ts'
import type { Profiles } from './profiles.ts'

/** What a write names a person by. */
export interface Identifiers {
  readonly id?: string | null | undefined
  readonly email?: string | null | undefined
  readonly phone_number?: string | null | undefined
  readonly external_id?: string | null | undefined
}

export type Identified =
  | { readonly profile: Profile | undefined; readonly conflict?: undefined }
  /** Two identifiers lead to two people: somebody other than the first has one of them. */
  | { readonly conflict: Profile }

/** Whether a write names anybody at all. */
export function namesSomebody({ id, ...identifiers }: Identifiers): boolean {
  return [id, identifiers.email, identifiers.phone_number, identifiers.external_id].some(
    (each) => each !== undefined && each !== null && each !== '',
  )
}

/**
 * Who is meant: the id goes before the address, that before the phone number. A number does not lead to somebody with
 * another address than the one that was sent: that is a conflict, not a new address (assumed). An external id leads to
 * somebody only where it stands alone: it is not used for merging and may be had twice (profiles guide).
 */
export function identify(profiles: Profiles, { id, email, ...others }: Identifiers): Identified {
  const byId = id ? profiles.get(id) : undefined
  const byEmail = email ? profiles.byEmail(email) : undefined
  const byPhone = others.phone_number ? profiles.byPhone(others.phone_number) : undefined
  const found = [byId, byEmail, byPhone].filter((each) => each !== undefined)
  const [profile] = found
  const other = found.find((each) => each.id !== profile?.id)
  if (other !== undefined) return { conflict: other }
  const isOnlyNumber = byId === undefined && byEmail === undefined && byPhone !== undefined
  if (isOnlyNumber && email && byPhone.email !== null) return { conflict: byPhone }
  const isAlone = !id && !email && !others.phone_number
  if (profile !== undefined || !isAlone || !others.external_id) return { profile }
  return { profile: profiles.byExternalId(others.external_id) }
}
