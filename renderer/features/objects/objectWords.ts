import type { ObjectTypeView, ObjectView } from '../../../shared/contract/objects.ts'
import type { Field, FieldId, FieldValue } from '../../../shared/model.ts'
import type { ObjectOp, ObjectTypeId } from '../../../shared/objectTypes.ts'
import { valueWords } from '../../components/valueWords.ts'
import { moment } from '../../words.ts'

/** Where the verb and the type's own words would not read well together. */
const ownWords: Partial<Record<ObjectTypeId, Partial<Record<ObjectOp, string>>>> = {
  subscribers: { update: 'Update subscribers', unsubscribe: 'Unsubscribe people' },
  tagSubscriptions: { insert: 'Give people tags', delete: 'Take tags from people' },
  formSubscriptions: { insert: 'Add people to forms' },
  sequenceSubscriptions: { insert: 'Add people to sequences' },
}

const verbs: Readonly<Record<ObjectOp, string>> = {
  insert: 'Import',
  update: 'Update',
  delete: 'Delete',
  unsubscribe: 'Unsubscribe',
}

/** `Import tags`, `Delete custom fields`, `Give people tags` */
export function importWords(
  type: { readonly id: ObjectTypeId; readonly many: string },
  op: ObjectOp,
): string {
  return ownWords[type.id]?.[op] ?? `${verbs[op]} ${type.many}`
}

/** What each operation does with a row that is about something the account has, or hasn't. */
const words: Readonly<Record<ObjectOp, string>> = {
  insert: 'Makes what is not there. What is there already stays as it is.',
  update: 'Changes what is there. Rows about anything else are refused.',
  delete: 'Takes away what the rows name. That can’t be undone.',
  unsubscribe: 'Nobody can be written to any more, for good: only they themselves can come back.',
}

export function opWords(
  { aboutPeople: canBeGiven }: Pick<ObjectTypeView, 'aboutPeople'>,
  op: ObjectOp,
): string {
  return op === 'delete' && canBeGiven ? 'Takes away what the rows name. It can be given again.' : words[op]
}

/** Takes something away, or can't be undone. */
export function isFinal(op: ObjectOp): boolean {
  return op === 'delete' || op === 'unsubscribe'
}

/** Types whose rows are about people: who is in what. */
const aboutPeople: ReadonlySet<ObjectTypeId> = new Set([
  'subscribers',
  'cancelledSubscribers',
  'tagSubscriptions',
  'subscriberTags',
  'formSubscriptions',
  'sequenceSubscriptions',
])

export function isAboutPeople(type: ObjectTypeId): boolean {
  return aboutPeople.has(type)
}

/** What the rows of a plan or a run are about, for the head of their first column. */
export function rowTitle(object: { readonly type: ObjectTypeId; readonly one: string } | null): string {
  return object === null || isAboutPeople(object.type) ? 'Email' : capital(object.one)
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Fields by which people know an object, the best first. */
const naming = ['email', 'name', 'label', 'subject', 'transaction_id', 'target_url', 'url', 'id']

/** The field that leads a list of objects. */
export function leadField({ fields }: Pick<ObjectTypeView, 'fields'>): FieldId {
  const found = naming.find((name) => fields.some(({ id }) => id === name))
  return (found ?? 'id') as FieldId
}

/** What people call an object: by the first of the fields that it has a value in. */
export function objectName(type: Pick<ObjectTypeView, 'fields' | 'one'>, object: ObjectView): string {
  const names = naming.filter((name) => name !== 'id' && type.fields.some(({ id }) => id === name))
  const values = names.map((name) => valueOf(object, name as FieldId))
  const name = values.find((value) => value !== undefined && value !== null && value !== '')
  return name === undefined || name === null ? `${type.one} ${object.id}` : String(name)
}

export function valueOf({ id, values }: ObjectView, field: FieldId): FieldValue | undefined {
  return values[field] ?? (field === 'id' ? id : undefined)
}

/** A value as people read it: times as times. */
export function cellWords(value: FieldValue | undefined, { type }: Pick<Field, 'type'>): string {
  if (value === undefined || value === null) return ''
  if (type === 'date' && typeof value === 'string') {
    const at = Date.parse(value)
    return Number.isNaN(at) ? value : moment(at)
  }
  return valueWords(value)
}

interface TypeGroup {
  readonly title: string
  readonly types: readonly ObjectTypeView[]
}

const groupTitles = [
  'What you made in the account',
  'People, and what they are in',
  'Calls to other programs',
]

/** The types of an account under a few headings, in their own order. */
export function groupTypes(types: readonly ObjectTypeView[]): readonly TypeGroup[] {
  const groupOf = ({ id }: ObjectTypeView) =>
    aboutPeople.has(id) ? 1 : id === 'webhooks' || id === 'webhookEndpoints' ? 2 : 0
  return groupTitles
    .map((title, at) => ({ title, types: types.filter((type) => groupOf(type) === at) }))
    .filter((group) => group.types.length > 0)
}

/** The fields that any of these has a value in, what it is called first. */
export function columnsShown(type: ObjectTypeView, objects: readonly ObjectView[]): ObjectTypeView['fields'] {
  const lead = leadField(type)
  const shown = type.fields.filter(
    ({ id }) => id === lead || objects.some((object) => valueOf(object, id) !== undefined),
  )
  return [...shown.filter(({ id }) => id === lead), ...shown.filter(({ id }) => id !== lead)]
}
