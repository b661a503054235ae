import type { ObjectType, ObjectTypeId } from '../../../../../shared/objectTypes.ts'
import { createdAt, idField, objectField, objectType } from '../../objectField.ts'
import { attributeFields } from '../fields.ts'

const readOnly = { readOnly: true } as const
const text = (id: string, label: string) => objectField(id, label, readOnly)
const time = (id: string, label: string) => objectField(id, label, { ...readOnly, type: 'date' })
const yesNo = (id: string, label: string) => objectField(id, label, { ...readOnly, type: 'boolean' })
const updatedAt = time('updated_at', 'Updated at')
const profileId = text('profile_id', 'Profile id')
const email = objectField('email', 'Email', { ...readOnly, type: 'email' })

/** Who is in which list or segment. */
function members(
  parent: 'list' | 'segment',
  given: Pick<ObjectType, 'id' | 'title' | 'one' | 'many' | 'sees'>,
): ObjectType {
  const name = parent === 'list' ? 'List' : 'Segment'
  return objectType({
    ...given,
    parent,
    incremental: ['added_after'],
    fields: [
      text(`${parent}_id`, `${name} id`),
      text(parent, name),
      profileId,
      email,
      time('joined_at', 'Joined at'),
    ],
  })
}

/** What Klaviyo holds and Listferry reads. People are brought in with a file of their own, so nothing is written here. */
export const klaviyoObjects: readonly ObjectType[] = [
  objectType({
    id: 'profiles',
    title: 'Profiles',
    one: 'profile',
    many: 'profiles',
    incremental: ['updated_after'],
    fields: [
      idField('Profile id'),
      ...attributeFields.map(({ id, label, type }) => objectField(id, label, { ...readOnly, type })),
      text('state', 'State'),
      text('email_consent', 'Email consent'),
      text('sms_consent', 'SMS consent'),
      createdAt,
      updatedAt,
    ],
    sees: 'Everyone in the account with their properties, where they stand with mail, and their consent. Klaviyo does not show whom it deleted.',
  }),
  objectType({
    id: 'lists',
    title: 'Lists',
    one: 'list',
    many: 'lists',
    fields: [
      idField('List id'),
      text('name', 'Name'),
      text('opt_in_process', 'Opt-in'),
      createdAt,
      updatedAt,
    ],
    sees: 'All lists of the account. Deleted ones are gone.',
  }),
  members('list', {
    id: 'listMembers',
    title: 'List members',
    one: 'member of a list',
    many: 'members of lists',
    sees: 'Who is in which list and since when. Who was taken out leaves no trace.',
  }),
  objectType({
    id: 'segments',
    title: 'Segments',
    one: 'segment',
    many: 'segments',
    fields: [
      idField('Segment id'),
      text('name', 'Name'),
      yesNo('is_active', 'Active'),
      yesNo('is_starred', 'Starred'),
      text('definition', 'Definition'),
      createdAt,
      updatedAt,
    ],
    sees: 'All segments with what they are defined by, as JSON.',
  }),
  members('segment', {
    id: 'segmentMembers',
    title: 'Segment members',
    one: 'member of a segment',
    many: 'members of segments',
    sees: 'Who is in which segment and since when. Klaviyo decides that anew all the time.',
  }),
  objectType({
    id: 'metrics',
    title: 'Metrics',
    one: 'metric',
    many: 'metrics',
    fields: [
      idField('Metric id'),
      text('name', 'Name'),
      text('integration', 'Comes from'),
      createdAt,
      updatedAt,
    ],
    sees: 'The kinds of events that Klaviyo counts, and which integration each comes from.',
  }),
  objectType({
    id: 'events',
    title: 'Events',
    one: 'event',
    many: 'events',
    incremental: ['happened_after'],
    fields: [
      idField('Event id'),
      text('metric_id', 'Metric id'),
      profileId,
      time('happened_at', 'Happened at'),
      objectField('value', 'Value', { ...readOnly, type: 'number' }),
      text('properties', 'Properties'),
    ],
    sees: 'What people did, with all properties as JSON. The metric’s name is among the metrics.',
  }),
]

const byId = new Map(klaviyoObjects.map((type) => [type.id, type]))

/** @throws where Klaviyo has no such type, which is a mistake of ours */
export function klaviyoObject(id: ObjectTypeId): ObjectType {
  const type = byId.get(id)
  if (!type) throw new Error(`Klaviyo has no ${id}`)
  return type
}
