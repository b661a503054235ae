import { AppError } from '../../../../../shared/errors.ts'
import type { KitRequest } from '../request.ts'

/** Up to so many Kit answers at once; more it queues, and answers to a web address that we don't have (kit.md §10). */
export const mostInBulk = 100

export interface BulkSubscriber {
  readonly email_address: string
  readonly first_name?: string
  /** Only for people who are new. */
  readonly state?: 'inactive'
}

export interface BulkValue {
  readonly subscriber_id: number
  readonly subscriber_custom_field_id: number
  readonly value: string
}

export interface BulkTagging {
  readonly tag_id: number
  readonly subscriber_id: number
}

export interface BulkAddition {
  readonly form_id: number
  readonly subscriber_id: number
}

/** Creates people, or writes their first names: neither their address nor their state changes by it. */
export function subscribersRequest(subscribers: readonly BulkSubscriber[]): KitRequest {
  return { method: 'POST', path: '/v4/bulk/subscribers', body: { subscribers }, about: 'these people' }
}

/** `callback_url` is declared as required and may be null. */
export function valuesRequest(values: readonly BulkValue[]): KitRequest {
  const body = { custom_field_values: values, callback_url: null }
  return { method: 'POST', path: '/v4/bulk/custom_fields/subscribers', body, about: 'these field values' }
}

/** The body of the DELETE is missing from Kit's document; its own SDK sends it. */
export function taggingsRequest(op: 'join' | 'leave', taggings: readonly BulkTagging[]): KitRequest {
  const method = op === 'join' ? 'POST' : 'DELETE'
  return { method, path: '/v4/bulk/tags/subscribers', body: { taggings }, about: 'these taggings' }
}

export function additionsRequest(additions: readonly BulkAddition[]): KitRequest {
  return {
    method: 'POST',
    path: '/v4/bulk/forms/subscribers',
    body: { additions },
    about: 'these form additions',
  }
}

/** In bulk Kit takes ids as numbers only. They are beyond 2^31 and far below 2^53. */
export function numberOf(id: string): number {
  const number = /^\d{1,15}$/.test(id) ? Number(id) : Number.NaN
  if (Number.isSafeInteger(number)) return number
  throw new AppError('not-found', 'That is not an id of Kit. Choose the form, tag or field again.')
}

/** The fewest pieces of at most a hundred. */
export function inHundreds<T>(items: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / mostInBulk) }, (_, n) =>
    items.slice(n * mostInBulk, (n + 1) * mostInBulk),
  )
}
