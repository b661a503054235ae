import type { ChangeDraft, FieldId, FieldValue } from '../../../../shared/model.ts'

/** Whether somebody loses a value that they have now. To fill what is empty, or to send the same again, takes nothing. Pure. */
export function overwrites(changes: readonly ChangeDraft[]): boolean {
  return changes.some(
    (change) =>
      change.object === 'contact' &&
      change.op === 'update' &&
      (Object.entries(change.before) as [FieldId, FieldValue][]).some(
        ([field, value]) => value !== null && value !== '' && value !== change.after[field],
      ),
  )
}
