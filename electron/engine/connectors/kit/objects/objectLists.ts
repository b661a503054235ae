import { AppError } from '../../../../../shared/errors.ts'
import type { AudienceKind, FieldId } from '../../../../../shared/model.ts'
import type { ObjectTypeId, ServiceObject } from '../../../../../shared/objectTypes.ts'
import { membersPath, subscriberPath } from '../audience.ts'
import { toContact } from '../subscriber.ts'
import { subscriber } from '../answers.ts'
import {
  broadcastObject,
  endpointObject,
  objectOf,
  type ObjectRow,
  plainObject,
  purchaseObjects,
  webhookObject,
} from './objectRows.ts'

/** One of Kit's lists of objects, and what a row of it stands for. */
export interface ObjectList {
  readonly path: string
  readonly rows: string
  readonly query: Readonly<Record<string, string>>
  readonly about: string
  readonly toObjects: (row: ObjectRow, deps: RowDeps) => readonly ServiceObject[]
}

export interface RowDeps {
  readonly idOfKey: ReadonlyMap<string, FieldId>
}

/** What the objects of a list belong to. */
export interface Parent {
  readonly id: string
  readonly name: string
}

/** The list of a type; of one parent, where it has such. @throws AppError `invalid-input` where the parent is left out */
export function objectList(type: ObjectTypeId, parent: Parent | null): ObjectList {
  switch (type) {
    case 'subscribers':
      return people({ status: 'all' })
    case 'cancelledSubscribers':
      return people({ status: 'cancelled' })
    case 'tags':
      return {
        ...plain('/v4/tags', 'tags'),
        toObjects: (row) => [plainObject({ ...row, old_name: row['name'] })],
      }
    case 'forms':
      return plain('/v4/forms', 'forms', { status: 'all' })
    case 'sequences':
      return plain('/v4/sequences', 'sequences')
    case 'customFields':
      return {
        ...plain('/v4/custom_fields', 'custom_fields'),
        toObjects: (row) => [plainObject({ ...row, old_label: row['label'] })],
      }
    case 'segments':
      return plain('/v4/segments', 'segments')
    case 'emailTemplates':
      return plain('/v4/email_templates', 'email_templates')
    case 'broadcasts':
      return { ...plain('/v4/broadcasts', 'broadcasts'), toObjects: (row) => [broadcastObject(row)] }
    case 'purchases':
      return { ...plain('/v4/purchases', 'purchases'), toObjects: purchaseObjects }
    case 'webhooks':
      return { ...plain('/v4/webhooks', 'webhooks'), toObjects: (row) => [webhookObject(row)] }
    case 'webhookEndpoints':
      return {
        ...plain('/v4/webhook_endpoints', 'webhook_endpoints'),
        toObjects: (row) => [endpointObject(row)],
      }
    case 'tagSubscriptions':
      return members('tag', needed(parent))
    case 'formSubscriptions':
      return members('form', needed(parent))
    case 'sequenceSubscriptions':
      return members('sequence', needed(parent))
    case 'subscriberTags':
      return tagsOf(needed(parent))
    default:
      throw new Error(`Kit has no ${type}`)
  }
}

function needed(parent: Parent | null): Parent {
  if (parent) return parent
  throw new AppError('invalid-input', 'Say whose: this can only be read of one at a time.')
}

function plain(path: string, rows: string, query: ObjectList['query'] = {}): ObjectList {
  const about = rows.replaceAll('_', ' ')
  return { path, rows, query, about, toObjects: (row) => [plainObject(row)] }
}

/** Oldest id first, so that nobody moves between pages while they are read. */
function people(query: ObjectList['query']): ObjectList {
  return {
    path: '/v4/subscribers',
    rows: 'subscribers',
    query: { ...query, sort_field: 'id', sort_order: 'asc' },
    about: 'subscribers',
    toObjects: (row, deps) => [personObject(row, deps)],
  }
}

function personObject(row: ObjectRow, { idOfKey }: RowDeps): ServiceObject {
  const { fields } = toContact(subscriber.parse(row), idOfKey)
  const { state, created_at } = row
  return objectOf(row.id, { subscriber_id: row.id, ...fields, state, created_at })
}

function members(kind: AudienceKind, { id, name }: Parent): ObjectList {
  return {
    path: membersPath({ kind, id }),
    rows: 'subscribers',
    query: { status: 'all' },
    about: `${kind} “${name}”`,
    toObjects(row, deps) {
      const { values } = personObject(row, deps)
      const { tagged_at, added_at } = row
      return [objectOf(`${id}/${row.id}`, { ...values, [kind]: name, tagged_at, added_at })]
    },
  }
}

/** The tags of all people, tag by tag. */
export function tagsOfEveryone(parent: Parent | null): ObjectList {
  const { id, name } = needed(parent)
  return {
    ...members('tag', { id, name }),
    toObjects: ({ id: subscriber, tagged_at }) => [
      objectOf(`${id}/${subscriber}`, { id, name, tagged_at, subscriber_id: subscriber }),
    ],
  }
}

function tagsOf({ id }: Parent): ObjectList {
  return {
    path: `${subscriberPath(id)}/tags`,
    rows: 'tags',
    query: {},
    about: 'tags of this person',
    toObjects: (row) => [objectOf(`${row.id}/${id}`, { ...row, subscriber_id: id })],
  }
}
