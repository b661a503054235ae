import type { Profile } from './model.ts'

/** Everyone in the account, found by id, address, phone number or external id. */
export interface Profiles {
  readonly size: number
  get(id: string): Profile | undefined
  /** Any spelling of the address. */
  byEmail(email: string): Profile | undefined
  byPhone(phoneNumber: string): Profile | undefined
  /** The one who had it first: two people may have the same one. */
  byExternalId(externalId: string): Profile | undefined
  all(): Iterable<Profile>
  save(profile: Profile): void
  remove(id: string): void
}

export function createProfiles(): Profiles {
  const byId = new Map<string, Profile>()
  const ids = { email: createIndex(), phone: createIndex(), externalId: createIndex() }
  const unindex = (profile: Profile) => {
    for (const email of emailsOf(profile)) ids.email.remove(email, profile.id)
    if (profile.phoneNumber !== null) ids.phone.remove(profile.phoneNumber, profile.id)
    if (profile.externalId !== null) ids.externalId.remove(profile.externalId, profile.id)
  }
  const index = (profile: Profile) => {
    for (const email of emailsOf(profile)) ids.email.add(email, profile.id)
    if (profile.phoneNumber !== null) ids.phone.add(profile.phoneNumber, profile.id)
    if (profile.externalId !== null) ids.externalId.add(profile.externalId, profile.id)
  }
  const get = (id: string | undefined) => (id === undefined ? undefined : byId.get(id))
  return {
    get size() {
      return byId.size
    },
    get,
    byEmail: (email) => get(ids.email.first(foldEmail(email))),
    byPhone: (phoneNumber) => get(ids.phone.first(phoneNumber)),
    byExternalId: (externalId) => get(ids.externalId.first(externalId)),
    all: () => byId.values(),
    save: (profile) => {
      const before = byId.get(profile.id)
      if (before !== undefined) unindex(before)
      index(profile)
      byId.set(profile.id, profile)
    },
    remove: (id) => {
      const before = byId.get(id)
      if (before !== undefined) unindex(before)
      byId.delete(id)
    },
  }
}

/** The form in which addresses are stored and compared. That case is folded is assumed. */
export function foldEmail(email: string): string {
  return email.toLowerCase()
}

function emailsOf({ email, otherEmails }: Profile): readonly string[] {
  return email === null ? otherEmails : [email, ...otherEmails]
}

function createIndex() {
  const idsByKey = new Map<string, Set<string>>()
  return {
    first: (key: string): string | undefined => idsByKey.get(key)?.values().next().value,
    add: (key: string, id: string) => {
      const ids = idsByKey.get(key) ?? new Set()
      idsByKey.set(key, ids.add(id))
    },
    remove: (key: string, id: string) => {
      const ids = idsByKey.get(key)
      ids?.delete(id)
      if (ids?.size === 0) idsByKey.delete(key)
    },
  }
}
