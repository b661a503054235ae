import type { AudienceChoice, FaultyAccount, SeenPerson } from './faultyAccount.ts'

/** Who was there before the run, and what others did to the account since. */
export interface People {
  /** By folded address. */
  readonly before: ReadonlyMap<string, SeenPerson>
  /** People who have left, by id: as they were at that moment. */
  readonly leavers: ReadonlyMap<string, SeenPerson>
  /** What somebody else wrote beside the file's own fields, by address. */
  readonly companies: ReadonlyMap<string, string>
  readonly deleted: readonly AudienceChoice[]

  leaves(email: string): void
  edits(email: string, what: { readonly city: string; readonly company: string }): void
  /** Somebody else brings in a person who is only in the file so far. */
  arrives(email: string): void
  /** Somebody else removes a person; only where the service's own screens can. */
  disappears(email: string): void
  deletes(audience: AudienceChoice): void
}

/** Keeps what the account was like, and does to it what others do. */
export function watchPeople(account: FaultyAccount): People {
  const everyone = account.people()
  const before = new Map(everyone.map((person) => [person.email, person]))
  const leavers = new Map(everyone.filter(({ left }) => left).map((person) => [person.id, person]))
  const companies = new Map<string, string>()
  const deleted: AudienceChoice[] = []
  return {
    before,
    leavers,
    companies,
    deleted,
    leaves(email) {
      account.leaves(email)
      const person = account.people().find((one) => one.email === email)
      if (person) leavers.set(person.id, person)
    },
    edits(email, what) {
      account.edits(email, what)
      companies.set(email, what.company)
    },
    arrives: (email) => account.arrange({ email, firstName: 'Somebody', city: 'Elsewhere' }),
    disappears(email) {
      if (account.removes === undefined) throw new Error(`Nobody can be removed from ${account.service}`)
      account.removes(email)
    },
    deletes(audience) {
      account.deletes(audience)
      deleted.push(audience)
    },
  }
}
