import type { FieldId, RecordChange, Repeat } from '../../../../../shared/model.ts'

/**
 * Tags and fields are found by their name, deletions and changes by id: again, they change nothing. Anything else would
 * be made twice, so it is looked for first; a broadcast with a date would be mailed twice, so a person decides.
 */
export function repeatOfRecord({ type, op, after }: Pick<RecordChange, 'type' | 'op' | 'after'>): Repeat {
  if (op === 'delete' || type === 'tags' || type === 'customFields') return 'safe'
  if (type === 'broadcasts' && isGiven(after['send_at' as FieldId])) return 'ask'
  return op === 'insert' || type === 'purchases' ? 'look-first' : 'safe'
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}
