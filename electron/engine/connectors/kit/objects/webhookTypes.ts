import type { ObjectType } from '../../../../../shared/objectTypes.ts'
import { createdAt, fieldIds, idField, objectField, objectType } from '../../objectField.ts'
import { webhookParameters } from '../../../../../shared/webhookEvents.ts'

/** How Kit tells other programs what happens. */
export const webhookTypes: readonly ObjectType[] = [
  objectType({
    id: 'webhooks',
    title: 'Webhooks',
    one: 'webhook',
    many: 'webhooks',
    operations: ['insert', 'delete'],
    fields: [
      idField('Webhook id'),
      objectField('target_url', 'Target address', { needed: ['insert'], aliases: ['url', 'target'] }),
      objectField('event', 'Event', { needed: ['insert'], aliases: ['event name'] }),
      objectField('form_id', 'Form id'),
      objectField('tag_id', 'Tag id'),
      objectField('sequence_id', 'Sequence id', { aliases: ['course id'] }),
      objectField('product_id', 'Product id'),
      objectField('custom_field_id', 'Custom field id', { aliases: ['field id'] }),
      objectField('initiator_value', 'Link address', { aliases: ['link', 'link url'] }),
    ],
    sameBy: fieldIds('target_url', 'event', ...webhookParameters),
    foundBy: fieldIds('id'),
    sees: 'The webhooks of this key or app, without when they were made. Kit calls their address unsigned.',
  }),
  objectType({
    id: 'webhookEndpoints',
    title: 'Webhook endpoints',
    one: 'webhook endpoint',
    many: 'webhook endpoints',
    operations: ['insert', 'update', 'delete'],
    fields: [
      idField('Endpoint id'),
      objectField('url', 'Address', { needed: ['insert'], aliases: ['target url', 'target'] }),
      objectField('events', 'Events', { needed: ['insert'], aliases: ['event'] }),
      objectField('name', 'Name'),
      objectField('description', 'Description'),
      objectField('status', 'Status', { readOnly: true }),
      createdAt,
    ],
    sameBy: fieldIds('url', 'events'),
    foundBy: fieldIds('id'),
    sees: 'The newer webhooks (2.0), signed and sent again when the address does not answer. Their secret is shown by Kit only when it is made.',
  }),
]
