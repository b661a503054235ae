import type { ObjectField, ObjectType } from '../../../../../shared/objectTypes.ts'
import { createdAt, fieldIds, objectField, objectType } from '../../objectField.ts'

const email = objectField('email', 'Email', { type: 'email', aliases: ['email address', 'subscriber email'] })
const subscriberId = objectField('subscriber_id', 'Subscriber id', { aliases: ['subscriber', 'person id'] })
const firstName = objectField('first_name', 'First name', { aliases: ['name'] })
const state = objectField('state', 'State', { readOnly: true, aliases: ['status'] })

/** What is put into what: the field that names the audience, by its id or its name. */
function audienceField(kind: 'tag' | 'form' | 'sequence'): ObjectField {
  const label = kind.charAt(0).toUpperCase() + kind.slice(1)
  const aliases = [`${kind} id`, `${kind} name`, ...(kind === 'sequence' ? ['course', 'course id'] : [])]
  return objectField(kind, label, { needed: ['insert', 'delete'], aliases })
}

function subscriptions(
  kind: 'tag' | 'form' | 'sequence',
  at: ObjectField,
  given: Pick<ObjectType, 'id' | 'title' | 'one' | 'many' | 'sees' | 'operations' | 'incremental'>,
): ObjectType {
  return objectType({
    ...given,
    aboutPeople: true,
    parent: kind,
    fields: [email, subscriberId, audienceField(kind), firstName, state, at].map((field) =>
      field === firstName ? { ...field, readOnly: true } : field,
    ),
    foundBy: fieldIds('subscriber_id', 'email'),
  })
}

const addedAt = objectField('added_at', 'Added at', { type: 'date', readOnly: true })

/** Everything of Kit's that is about people: themselves, and what they are in. */
export const peopleTypes: readonly ObjectType[] = [
  objectType({
    id: 'subscribers',
    title: 'Subscribers',
    one: 'subscriber',
    many: 'subscribers',
    aboutPeople: true,
    operations: ['update', 'unsubscribe'],
    fields: [
      { ...subscriberId, aliases: [...subscriberId.aliases, 'id'] },
      email,
      objectField('new_email', 'New email', {
        type: 'email',
        aliases: ['new email address', 'change email to'],
      }),
      firstName,
      state,
      createdAt,
    ],
    foundBy: fieldIds('subscriber_id', 'email'),
    incremental: ['created_after', 'updated_after'],
    sees: 'Everyone in the account in any state, with their custom fields. Kit takes about half a minute to show somebody new, and does not show whom it deleted.',
  }),
  objectType({
    id: 'cancelledSubscribers',
    title: 'Cancelled subscribers',
    one: 'cancelled subscriber',
    many: 'cancelled subscribers',
    aboutPeople: true,
    fields: [subscriberId, email, firstName, state, createdAt],
    incremental: ['created_after', 'updated_after'],
    sees: 'People who unsubscribed. Whoever bounced or complained is among the subscribers, with that state.',
  }),
  subscriptions('tag', objectField('tagged_at', 'Tagged at', { type: 'date', readOnly: true }), {
    id: 'tagSubscriptions',
    title: 'Tag subscriptions',
    one: 'tag of a person',
    many: 'tags of people',
    operations: ['insert', 'delete'],
    incremental: ['tagged_after', 'created_after'],
    sees: 'Who has which tag, in any state. Giving a tag again keeps the first date, and taking one away leaves no trace.',
  }),
  objectType({
    id: 'subscriberTags',
    title: 'Tags of a subscriber',
    one: 'tag of a subscriber',
    many: 'tags of a subscriber',
    aboutPeople: true,
    parent: 'subscriber',
    fields: [
      subscriberId,
      objectField('id', 'Tag id', { readOnly: true, aliases: ['id'] }),
      objectField('name', 'Tag', { readOnly: true }),
      objectField('tagged_at', 'Tagged at', { type: 'date', readOnly: true }),
    ],
    sees: 'The tags that one person has now, up to the second.',
  }),
  subscriptions('form', addedAt, {
    id: 'formSubscriptions',
    title: 'Form subscriptions',
    one: 'addition to a form',
    many: 'additions to forms',
    operations: ['insert'],
    incremental: ['added_after', 'created_after'],
    sees: 'Who was added to which form, in any state. Kit does not show whether a form asks people to confirm, and has no way to take somebody out of one.',
  }),
  subscriptions('sequence', addedAt, {
    id: 'sequenceSubscriptions',
    title: 'Sequence subscriptions',
    one: 'addition to a sequence',
    many: 'additions to sequences',
    operations: ['insert'],
    incremental: ['added_after', 'created_after'],
    sees: 'Who was added to which sequence, in any state. Kit does not show which mail of it somebody is at, and has no way to take somebody out of one.',
  }),
]
