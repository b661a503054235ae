import type { ObjectTypeView } from '../../../shared/contract/objects.ts'
import type { FieldId, Mapping } from '../../../shared/model.ts'
import type { ObjectOp, ObjectTarget } from '../../../shared/objectTypes.ts'
import { capital } from './objectWords.ts'

type TypeFields = ObjectTypeView['fields']

/** What a column can fill for an operation: what is written, and what leads to the one that is meant. */
export function fillableFields({ fields, foundBy }: ObjectTypeView, op: ObjectOp): TypeFields {
  const leads = (id: FieldId) => foundBy.includes(id)
  if (op === 'delete' || op === 'unsubscribe')
    return fields.filter(({ id, requiredFor }) => leads(id) || requiredFor.includes(op))
  return fields.filter(({ id, readOnly }) => !readOnly || (op === 'update' && leads(id)) || isPerson(id))
}

/** Rows about people say who by either, whatever is done. */
function isPerson(id: FieldId): boolean {
  return id === 'subscriber_id' || id === 'email'
}

/** What columns must fill, each as a choice of fields: `Tag`, and `Subscriber id or Email`. */
export function neededFields(type: ObjectTypeView, { op }: Pick<ObjectTarget, 'op'>): readonly TypeFields[] {
  const fields = fillableFields(type, op)
  const required = fields.filter(({ requiredFor }) => requiredFor.includes(op)).map((field) => [field])
  const leads = fields.filter(({ id }) => type.foundBy.includes(id))
  const mustLead = op !== 'insert' || type.aboutPeople
  return [...(mustLead && leads.length > 0 ? [leads] : []), ...required].filter(
    (choice, at, all) =>
      all.findIndex((other) => other.some(({ id }) => choice.some((one) => one.id === id))) === at,
  )
}

/** `Name`, `Subscriber id or Email` */
export function choiceWords(choice: TypeFields): string {
  return choice.map(({ label }) => label).join(' or ')
}

/** What no column fills yet though it must, a sentence each. */
export function missingFields(
  type: ObjectTypeView,
  target: ObjectTarget,
  mapping: Mapping,
): readonly string[] {
  const filled = new Set(mapping.fields.map(({ field }) => field))
  return neededFields(type, target)
    .filter((choice) => !choice.some(({ id }) => filled.has(id)))
    .map((choice) => `${capital(choiceWords(choice))}: choose the column that holds it.`)
}
