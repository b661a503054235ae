import type { FieldId, FieldValue, RemoteId, ValueType } from './model.ts'

/** Kinds of things an account holds besides its people, and what can be said about people one by one. */
export const objectTypeIds = [
  'subscribers',
  'cancelledSubscribers',
  'tags',
  'tagSubscriptions',
  'subscriberTags',
  'forms',
  'formSubscriptions',
  'sequences',
  'sequenceSubscriptions',
  'customFields',
  'broadcasts',
  'purchases',
  'webhooks',
  'webhookEndpoints',
  'segments',
  'emailTemplates',
  'profiles',
  'lists',
  'listMembers',
  'segmentMembers',
  'metrics',
  'events',
] as const
export type ObjectTypeId = (typeof objectTypeIds)[number]

/** What can be done with a row of a file. `unsubscribe` is for people, and for good. */
export const objectOps = ['insert', 'update', 'delete', 'unsubscribe'] as const
export type ObjectOp = (typeof objectOps)[number]

export interface ObjectField {
  readonly id: FieldId
  readonly label: string
  readonly type: ValueType
  /** Operations that can't do without it. */
  readonly requiredFor: readonly ObjectOp[]
  /** Read and never written: an id, a date that the service sets. */
  readonly readOnly: boolean
  /** Finds one that is there, and is not a part of it: the label it has now. Never listed. */
  readonly onlyToFind: boolean
  /** The service keeps it in a form of its own: what it shows never tells whether that still is what was written. */
  readonly keptInOwnForm: boolean
  /** Why no undo puts it back, to follow its label: `an undo plans no mailing.` `null`: it is put back. */
  readonly staysBecause: string | null
  /** What else a column with this may be called, folded: `tag name`. */
  readonly aliases: readonly string[]
}

/** What a listing can be narrowed down to what is new by. */
export type Incremental =
  'created_after' | 'updated_after' | 'tagged_after' | 'added_after' | 'happened_after'

/** A kind of object of a service: what it consists of, what can be done with it, and how much can be seen of it. */
export interface ObjectType {
  readonly id: ObjectTypeId
  /** `Tag subscriptions` */
  readonly title: string
  /** `tag`, `tags`: for counting. */
  readonly one: string
  readonly many: string
  readonly fields: readonly ObjectField[]
  readonly operations: readonly ObjectOp[]
  /** What the listing shows and what it can't, in sentences. */
  readonly sees: string
  readonly incremental: readonly Incremental[]
  /** What its rows belong to, where it is listed one by one: the subscriptions of each tag. */
  readonly parent: 'tag' | 'form' | 'sequence' | 'subscriber' | 'list' | 'segment' | null
  /** A way in that it needs: not every credential may. */
  readonly needs: 'oauth' | null
  /** Rows are about people: they go the way that people go, with the guard of those who left. */
  readonly aboutPeople: boolean
  /**
   * By these fields two of them are the same, whatever their id; compared without regard to case where `foldsCase`.
   * Empty: nothing but the id tells them apart.
   */
  readonly sameBy: readonly FieldId[]
  readonly foldsCase: boolean
  /** Fields that lead to one that is there, for update and delete; the first that a row has counts. */
  readonly foundBy: readonly FieldId[]
  /** Rows with the same value here are sent together as one object: the products of one purchase. */
  readonly groupBy: FieldId | null
  /** What of a row is its own where rows are grouped; the rest they have in common. */
  readonly ofRow: readonly FieldId[]
}

/** One object as the service has it. Only fields that have a value. */
export interface ServiceObject {
  readonly id: RemoteId
  readonly values: Readonly<Record<FieldId, FieldValue>>
}

/** What a plan does with the rows of a file, where it is not about bringing people in. */
export interface ObjectTarget {
  readonly type: ObjectTypeId
  readonly op: ObjectOp
}

/** A field of an object type by name, id or alias, in any letters. */
export function fieldCalled(type: ObjectType, name: string): ObjectField | undefined {
  const wanted = foldName(name)
  return type.fields.find(({ id, label, aliases }) => [id, label, ...aliases].map(foldName).includes(wanted))
}

/** `Tag_ID` and `tag id` are the same. */
function foldName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** Fields in which an object may have its name: what a search for a name looks in. */
export const namedIn: readonly FieldId[] = [
  'first_name',
  'name',
  'label',
  'subject',
  'email',
  'tag',
  'form',
  'sequence',
] as FieldId[]
