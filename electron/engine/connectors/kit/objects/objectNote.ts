import type { ObjectOp, ObjectTypeId } from '../../../../../shared/objectTypes.ts'
import type { ObjectValues } from '../../connector.ts'
import { textOf } from './storedObject.ts'

/** What a change does besides what it says. Pure. */
export function objectNote(type: ObjectTypeId, op: ObjectOp, { before, after }: ObjectValues): string | null {
  if (type === 'customFields' && op === 'update' && textOf(after, 'label') !== '')
    return `Renaming changes the key “${textOf(before, 'key')}” too: mails and programs that use it must be changed.`
  if (type === 'broadcasts' && op !== 'delete') return broadcastNote({ before, after })
  if (type === 'purchases' && op === 'update')
    return 'Kit can’t change a purchase: it is posted again under its transaction id, and read back.'
  return null
}

function broadcastNote({ before, after }: ObjectValues): string | null {
  const at = textOf(after, 'send_at')
  if (at === '') return null
  const all = { ...before, ...after }
  const some = textOf(all, 'recipient_tags') !== '' || textOf(all, 'recipient_segments') !== ''
  return `Kit sends it to ${some ? 'its recipients' : 'all subscribers'} at ${at}. That can't be called back.`
}
