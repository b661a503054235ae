import { createLaggedMap } from './consistency.ts'
import type { Subscriber } from './model.ts'

/** Everyone in the account, found by id or by address. Nobody is ever deleted: Kit has no route for it. */
export interface People {
  readonly size: number
  get(id: number): Subscriber | undefined
  /** Any spelling of the address. */
  byEmail(emailAddress: string): Subscriber | undefined
  all(): Iterable<Subscriber>
  /** Stores a person; lists show it once they have caught up. */
  save(person: Subscriber): void
  /** Stores a person as if they had always been there: for arranging an account. */
  load(person: Subscriber): void
  /** Everyone as a list read sees them whose copy is from time `at`. */
  asOf(at: number): Iterable<Subscriber>
  getAsOf(id: number, at: number): Subscriber | undefined
}

/** @param lagMs how far behind list reads may be. */
export function createPeople(now: () => number, lagMs: number): People {
  const byId = createLaggedMap<number, Subscriber>(now, lagMs)
  const idByEmail = new Map<string, number>()
  const index = (person: Subscriber) => {
    const before = byId.get(person.id)
    if (before !== undefined) idByEmail.delete(before.emailAddress)
    idByEmail.set(person.emailAddress, person.id)
  }
  return {
    get size() {
      return byId.size
    },
    get: (id) => byId.get(id),
    byEmail: (emailAddress) => {
      const id = idByEmail.get(foldEmail(emailAddress))
      return id === undefined ? undefined : byId.get(id)
    },
    all: () => byId.values(),
    save: (person) => {
      index(person)
      byId.set(person.id, person)
    },
    load: (person) => {
      index(person)
      byId.load(person.id, person)
    },
    asOf: (at) => byId.valuesAsOf(at),
    getAsOf: (id, at) => byId.getAsOf(id, at),
  }
}

/** The form in which addresses are stored and compared. That Kit folds case is assumed. */
export function foldEmail(emailAddress: string): string {
  return emailAddress.trim().toLowerCase()
}
