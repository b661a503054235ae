import type { z } from 'zod'
import type { FieldId, FieldValue, RemoteId } from '../../../../../shared/model.ts'
import type { ObjectTypeId, ServiceObject } from '../../../../../shared/objectTypes.ts'
import { type KlaviyoProfile, profile } from '../answers.ts'
import { listPath } from '../audience.ts'
import { after } from '../filter.ts'
import { type ListRequest, peoplePerPage } from '../list.ts'
import { toContact } from '../profile.ts'
import type { SpannedList } from '../readSpans.ts'
import { walksOf } from '../walks.ts'
import { eventRow, listRow, metricRow, segmentRow } from './answers.ts'

/** A list or segment whose members are read. */
export interface Parent {
  readonly id: string
  readonly name: string
}

/** The most that Klaviyo puts on a page of each. */
const groupsPerPage = 10
const eventsPerPage = 1000

/** A list of objects; `order`: a time in whose order it can be, and the field that has it, where nobody goes back in it. */
export interface ObjectWalk extends ListRequest<ServiceObject> {
  readonly order?: { readonly by: SpannedList<unknown>['by']; readonly field: FieldId }
}

/** The lists that hold the objects of a type, in order; of one list or segment, where they belong to one. */
export function objectWalks(
  type: ObjectTypeId,
  parent: Parent | null,
  since: string | null,
): readonly ObjectWalk[] {
  switch (type) {
    case 'profiles':
      // Those who changed move on in the order of `updated`.
      return walksOf(since === null ? { what: 'people' } : { what: 'changed', since }).map((walk) => ({
        ...walkOf(walk, profile, profileObject),
        ...(since === null && { order: { by: 'created', field: 'created_at' as FieldId } as const }),
      }))
    case 'lists':
      return [walkOf({ path: '/api/lists', pageSize: groupsPerPage, about: 'lists' }, listRow, listObject)]
    case 'segments':
      return [
        walkOf(
          { path: '/api/segments', pageSize: groupsPerPage, about: 'segments' },
          segmentRow,
          segmentObject,
        ),
      ]
    case 'metrics':
      return [walkOf({ path: '/api/metrics', pageSize: null, about: 'metrics' }, metricRow, metricObject)]
    case 'events':
      return [
        {
          ...walkOf(
            {
              path: '/api/events',
              // Oldest first: what happens meanwhile comes on a later page.
              query: { sort: 'datetime', ...(since !== null && { filter: after('datetime', since) }) },
              pageSize: eventsPerPage,
              about: 'events',
            },
            eventRow,
            eventObject,
          ),
          order: { by: 'datetime', field: 'happened_at' as FieldId },
        },
      ]
    case 'listMembers':
      return parent === null ? [] : [membersOf('list', parent, since)]
    case 'segmentMembers':
      return parent === null ? [] : [membersOf('segment', parent, since)]
    default:
      throw new Error(`Klaviyo has no ${type}`)
  }
}

function walkOf<T>(
  list: Omit<ListRequest<T>, 'row'>,
  row: z.ZodType<T>,
  toObject: (row: T) => ServiceObject,
): ListRequest<ServiceObject> {
  return { ...list, row: row.transform(toObject) }
}

function membersOf(kind: 'list' | 'segment', parent: Parent, since: string | null): ObjectWalk {
  const path = kind === 'list' ? listPath(parent.id) : `/api/segments/${parent.id}`
  const filter = since === null ? {} : { filter: after('joined_group_at', since) }
  const walk = walkOf(
    {
      path: `${path}/profiles`,
      query: { 'fields[profile]': 'email,joined_group_at', ...filter },
      pageSize: peoplePerPage,
      about: `${kind} “${parent.name}”`,
    },
    profile,
    ({ id, attributes }) =>
      objectOf(`${parent.id}/${id}`, {
        [`${kind}_id`]: parent.id,
        [kind]: parent.name,
        profile_id: id,
        email: attributes.email,
        joined_at: attributes.joined_group_at,
      }),
  )
  return { ...walk, order: { by: 'joined_group_at', field: 'joined_at' as FieldId } }
}

function profileObject(row: KlaviyoProfile): ServiceObject {
  const { remoteId, fields, state, consent } = toContact(row)
  const { created, updated } = row.attributes
  const own = {
    state,
    email_consent: consent.email,
    sms_consent: consent.sms,
    created_at: created,
    updated_at: updated,
  }
  return objectOf(remoteId, { ...fields, ...own })
}

function listObject({
  id,
  attributes: { created, updated, ...rest },
}: z.infer<typeof listRow>): ServiceObject {
  return objectOf(id, { ...rest, created_at: created, updated_at: updated })
}

function segmentObject({ id, attributes }: z.infer<typeof segmentRow>): ServiceObject {
  const { created, updated, definition, ...rest } = attributes
  return objectOf(id, { ...rest, definition: jsonOf(definition), created_at: created, updated_at: updated })
}

function metricObject({ id, attributes }: z.infer<typeof metricRow>): ServiceObject {
  const { name, integration, created, updated } = attributes
  return objectOf(id, { name, integration: integration?.name, created_at: created, updated_at: updated })
}

function eventObject({ id, attributes, relationships }: z.infer<typeof eventRow>): ServiceObject {
  const { datetime, event_properties: properties } = attributes
  const value = properties?.['$value']
  return objectOf(id, {
    metric_id: relationships?.metric?.data?.id,
    profile_id: relationships?.profile?.data?.id,
    happened_at: datetime,
    value: typeof value === 'number' || typeof value === 'string' ? value : null,
    properties: jsonOf(properties),
  })
}

function jsonOf(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value)
}

function objectOf(id: string, values: Readonly<Record<string, FieldValue | undefined>>): ServiceObject {
  const held = Object.entries(values).flatMap(([field, value]): [string, FieldValue][] =>
    value === null || value === undefined || value === '' ? [] : [[field, value]],
  )
  return { id: id as RemoteId, values: Object.fromEntries(held) }
}
