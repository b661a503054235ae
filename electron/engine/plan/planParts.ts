import { assertNever } from '../../../shared/errors.ts'
import type { AudienceRef, ChangeDraft, FieldId, FieldValue } from '../../../shared/model.ts'

/** A field or an audience, as something that can be switched off in a plan. */
export type PartRef = { readonly field: FieldId } | { readonly audience: AudienceRef }

/** The same part always has the same name, and no other part has it. */
export function partName(part: PartRef): string {
  return 'field' in part ? `field ${part.field}` : `${part.audience.kind} ${part.audience.id}`
}

/** What can be switched off in a change on its own. Creating somebody can't: without that, nothing of the row goes. */
export function partsOf(change: ChangeDraft): PartRef[] {
  switch (change.object) {
    case 'contact':
      return fieldsOf(change.after)
    case 'record':
      // A new thing goes as it is or not at all.
      return change.op === 'update' ? fieldsOf(change.after) : []
    case 'unsubscription':
      return []
    case 'membership':
    case 'consent': {
      const { audience } = change
      return audience === null ? [] : [{ audience: { kind: audience.kind, id: audience.id } }]
    }
    default:
      return assertNever(change)
  }
}

function fieldsOf(after: Readonly<Record<FieldId, FieldValue>>): PartRef[] {
  return (Object.keys(after) as FieldId[]).map((field) => ({ field }))
}

/** Tells the changes of one row apart: one of each kind, and for each audience one. */
export function changeName(change: ChangeDraft): string {
  return 'audience' in change ? `${change.object} ${JSON.stringify(change.audience)}` : change.object
}

/** The parts of all changes of a row, each once, by name. */
export function partsOfRow(changes: readonly ChangeDraft[]): Map<string, PartRef> {
  const parts = new Map<string, PartRef>()
  for (const change of changes) for (const part of partsOf(change)) parts.set(partName(part), part)
  return parts
}
