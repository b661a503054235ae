import type { CustomField, Purchase, Subscriber } from './model.ts'

/** Something that happened in the account and that a webhook may wait for, by the names webhooks have in answers. */
export type KitEvent =
  | {
      readonly name:
        'subscriber_activate' | 'subscriber_unsubscribe' | 'subscriber_bounce' | 'subscriber_complain'
      readonly subscriber: Subscriber
    }
  | { readonly name: 'form_subscribe'; readonly subscriber: Subscriber; readonly form_id: number }
  | { readonly name: 'course_subscribe'; readonly subscriber: Subscriber; readonly sequence_id: number }
  | { readonly name: 'tag_add' | 'tag_remove'; readonly subscriber: Subscriber; readonly tag_id: number }
  | { readonly name: 'purchase_create'; readonly purchase: Purchase }
  | { readonly name: 'field_created' | 'field_deleted'; readonly customField: CustomField }
  | {
      readonly name: 'field_value_updated'
      readonly subscriber: Subscriber
      readonly customField: CustomField
      readonly custom_field_id: number
    }
