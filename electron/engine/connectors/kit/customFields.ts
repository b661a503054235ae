import type { FieldId } from '../../../../shared/model.ts'
import type { Clock } from '../../clock.ts'
import { customField, type KitCustomField } from './answers.ts'
import { listAll } from './list.ts'
import type { SendToKit } from './request.ts'

/** The account's custom fields, by both of their names. Kit's answers use the key, which a rename changes. */
export interface CustomFields {
  readonly all: readonly KitCustomField[]
  readonly idOfKey: ReadonlyMap<string, FieldId>
  readonly byId: ReadonlyMap<FieldId, KitCustomField>
}

export interface CustomFieldReader {
  /** As read less than five minutes ago. Calls side by side may read them twice; that costs a request, no more. */
  current(signal: AbortSignal): Promise<CustomFields>
  /** As they are now. */
  reread(signal: AbortSignal): Promise<CustomFields>
}

const freshForMs = 5 * 60_000

/** @param list reads them all, as this version of Kit's API lists them */
export function customFieldReader(
  list: (signal: AbortSignal) => Promise<readonly KitCustomField[]>,
  clock: Clock,
): CustomFieldReader {
  let known: { readonly fields: CustomFields; readonly readAt: number } | null = null
  const reread = async (signal: AbortSignal) => {
    const readAt = clock.monotonic()
    const fields = index(await list(signal))
    known = { fields, readAt }
    return fields
  }
  return {
    reread,
    current: async (signal) =>
      known !== null && clock.monotonic() - known.readAt < freshForMs ? known.fields : await reread(signal),
  }
}

/** `custom:6`. The id is Kit's own, which survives a rename. */
export function customFieldId({ id }: KitCustomField): FieldId {
  return `custom:${id}` as FieldId
}

/** All of them, from version 4. */
export function listCustomFields(send: SendToKit, signal: AbortSignal): Promise<readonly KitCustomField[]> {
  return listAll(send, request, signal)
}

const request = {
  path: '/v4/custom_fields',
  rows: 'custom_fields',
  row: customField,
  about: 'custom fields',
} as const

function index(all: readonly KitCustomField[]): CustomFields {
  return {
    all,
    idOfKey: new Map(all.map((field) => [field.key, customFieldId(field)])),
    byId: new Map(all.map((field) => [customFieldId(field), field])),
  }
}
