import { AppError } from '../../../shared/errors.ts'
import type { ObjectTypeView } from '../../../shared/contract/objects.ts'
import type { FieldId } from '../../../shared/model.ts'
import {
  type Incremental,
  namedIn,
  type ObjectType,
  type ObjectTypeId,
  type ServiceObject,
} from '../../../shared/objectTypes.ts'
import { foldSearch, foundIn } from '../../../shared/values/foldSearch.ts'
import type { ObjectPage } from '../connectors/connector.ts'
import { connectorFor } from '../connectors/registry.ts'
import type { EngineParts } from '../createEngine.ts'
import { objectFields } from '../plan/objects/makeObjectPlan.ts'
import { unavailableType, unlistedType } from '../plan/objects/unavailableType.ts'
import type { Connection } from '../store/connections.ts'
import { refuseFilter } from './refuseFilter.ts'

/** What of a type is to be read; see the contract. */
export interface ObjectQuery {
  readonly connection: string
  readonly type: ObjectTypeId
  readonly parent: string | null
  readonly since: { readonly by: Incremental; readonly at: string } | null
  readonly filter: ObjectFilter | null
}

interface ObjectFilter {
  readonly createdAfter: string | null
  readonly createdBefore: string | null
  readonly name: string | null
  readonly id: string | null
}

/** The types of a connection, with the account's own fields as they were last read. */
export function typesOf(
  parts: Pick<EngineParts, 'mirrorOf'>,
  connection: Connection,
): readonly ObjectTypeView[] {
  const schema = parts.mirrorOf(connection.id).schema()
  return (connectorFor(connection.service).objects ?? []).map((type) => ({
    ...type,
    fields: objectFields(type, schema).map((field) => {
      const own = type.fields.find(({ id }) => id === field.id)
      return { ...field, readOnly: own?.readOnly === true, requiredFor: own?.requiredFor ?? [] }
    }),
    unavailable: unavailableType(connection, type),
  }))
}

/** @throws AppError `invalid-input` where the service has no such thing, `forbidden` where it needs another way in. */
export function typeFor(connection: Connection, id: ObjectTypeId): ObjectType {
  const { objects = [], title } = connectorFor(connection.service)
  const type = objects.find((one) => one.id === id)
  if (!type) throw new AppError('invalid-input', `Listferry knows of no such thing in ${title}.`)
  const unavailable = unavailableType(connection, type)
  if (unavailable !== null) throw new AppError('forbidden', unavailable)
  return type
}

/** Pages of those that match, as the service lists them. */
export async function* readMatching(
  parts: EngineParts,
  query: ObjectQuery,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<ObjectPage> {
  const connection = parts.connections.find(query.connection)
  const type = typeFor(connection, query.type)
  const unlisted = unlistedType(connection, type)
  if (unlisted !== null) throw new AppError('forbidden', unlisted)
  refuseFilter(type, query)
  const { account } = await parts.accounts.open(connection)
  const { parent, since } = query
  const request = {
    type: type.id,
    ...(parent !== null && { parent }),
    ...(since !== null && { since }),
    ...(cursor !== null && { cursor }),
  }
  const matches = matcher(query.filter)
  const shown = new Set(type.fields.filter(({ onlyToFind }) => onlyToFind).map(({ id }) => id))
  for await (const page of account.readObjects?.(request, signal) ?? []) {
    const objects = page.objects.filter(matches).map((one) => without(one, shown))
    yield { ...page, objects }
  }
}

function without({ id, values }: ServiceObject, hidden: ReadonlySet<FieldId>): ServiceObject {
  const shown = Object.entries(values).filter(([field]) => !hidden.has(field as FieldId))
  return { id, values: Object.fromEntries(shown) }
}

function matcher(filter: ObjectFilter | null): (object: ServiceObject) => boolean {
  if (filter === null) return () => true
  const { id, name } = filter
  const after = filter.createdAfter === null ? -Infinity : Date.parse(filter.createdAfter)
  const before = filter.createdBefore === null ? Infinity : Date.parse(filter.createdBefore)
  const isDated = filter.createdAfter !== null || filter.createdBefore !== null
  const part = name === null ? '' : foldSearch(name)
  return (object) => {
    const { values } = object
    if (id !== null && object.id !== id && values['subscriber_id' as FieldId] !== id) return false
    if (part !== '' && !namedIn.some((field) => foundIn(textOf(values[field]), part))) return false
    if (!isDated) return true
    const at = Date.parse(textOf(values['created_at' as FieldId]) ?? '')
    return at > after && at < before
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
