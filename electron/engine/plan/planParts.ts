import type { AudienceRef, ChangeDraft, FieldId } from '../../../shared/model.ts'

/** A field, an audience or consent, as something that can be switched off in a plan. */
export type PartRef =
  { readonly field: FieldId } | { readonly audience: AudienceRef } | { readonly consent: true }

/** The same part always has the same name, and no other part has it. */
export function partName(part: PartRef): string {
  if ('consent' in part) return 'consent'
  return 'field' in part ? `field ${part.field}` : `${part.audience.kind} ${part.audience.id}`
}

/** What can be switched off in a change on its own. Creating somebody can't: without that, nothing of the row goes. */
export function partsOf(change: ChangeDraft): PartRef[] {
  if (change.object === 'contact') return (Object.keys(change.after) as FieldId[]).map((field) => ({ field }))
  const audience = audienceOf(change)
  return [
    ...(audience === null ? [] : [{ audience: { kind: audience.kind, id: audience.id } }]),
    // Without its audience nothing of a consent goes; without the consent everything else does.
    ...(change.object === 'consent' ? [{ consent: true } as const] : []),
  ]
}

/** Where a change puts somebody; `null` where that is no audience. */
export function audienceOf(change: Exclude<ChangeDraft, { object: 'contact' }>): AudienceRef | null {
  return change.audience
}

/** Tells the changes of one row apart: one of the contact, and one of each kind for each audience. */
export function changeName(change: ChangeDraft): string {
  return change.object === 'contact' ? 'contact' : `${change.object} ${JSON.stringify(audienceOf(change))}`
}

/** The parts of all changes of a row, each once, by name. */
export function partsOfRow(changes: readonly ChangeDraft[]): Map<string, PartRef> {
  const parts = new Map<string, PartRef>()
  for (const change of changes) for (const part of partsOf(change)) parts.set(partName(part), part)
  return parts
}
