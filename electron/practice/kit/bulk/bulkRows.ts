import type { Input } from '../input.ts'
import type { Subscriber } from '../model.ts'
import { plainSubscriber } from '../subscriberAnswer.ts'
import type { KitState } from '../state.ts'

/** An id of a row, or `undefined` where there is none that could be one. Text that is digits counts (assumed). */
export function rowId(row: Input, name: string): number | undefined {
  const value = row[name]
  const id = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : undefined
}

/** The person a row names by id. */
export function personOfRow(row: Input, state: KitState): Subscriber | undefined {
  return state.subscribers.get(rowId(row, 'subscriber_id') ?? -1)
}

/** A person as bulk answers show them: without state and fields. */
export function bulkPerson(person: Subscriber, context: Readonly<Record<string, unknown>>) {
  const { id, first_name, email_address, created_at } = plainSubscriber(person)
  return { id, first_name, email_address, created_at, ...context }
}
