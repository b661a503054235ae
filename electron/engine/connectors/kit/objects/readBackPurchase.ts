import { z } from 'zod'
import { AppError } from '../../../../../shared/errors.ts'
import type { FieldId, RecordChange, RemoteId } from '../../../../../shared/model.ts'
import { understand } from '../answers.ts'
import type { SendToKit } from '../request.ts'
import { objectRow, purchaseObjects } from './objectRows.ts'
import { recordPath } from './recordRequest.ts'

const purchase = z.object({ purchase: objectRow })

/**
 * What Kit made of a purchase that was posted again under its transaction id, which Kit documents no answer to. In
 * words for the receipt; an answer that can't be had is said as that, since the purchase itself was taken.
 */
export async function readBackPurchase(
  send: SendToKit,
  { before, now }: { readonly before: RemoteId | null; readonly now: RemoteId | null },
  group: readonly RecordChange[],
  signal: AbortSignal,
): Promise<string> {
  const again = 'Kit can’t change a purchase, so it was posted again.'
  if (before === null) return again
  if (now !== null && now !== before)
    return `${again} Kit made another purchase of it (id ${now}); the first one (id ${before}) is still there.`
  try {
    const path = recordPath('purchases', before)
    const answer = await send({ method: 'GET', path, about: 'the purchase' }, signal)
    const lines = purchaseObjects(understand(purchase, answer, 'a purchase').purchase)
    const shows = group.every(({ after }) => lines.some(({ values }) => holds(values, after)))
    return shows ? `${again} Kit shows it as it was sent.` : `${again} Kit still shows it as it was before.`
  } catch (error) {
    if (error instanceof AppError && error.code === 'cancelled') throw error
    return `${again} It could not be read back.`
  }
}

/** Kit never shows these. */
const unseen = ['first_name', 'shipping']

/** Whether a line has everything that was sent of it. */
export function holds(values: Readonly<Record<FieldId, unknown>>, after: RecordChange['after']): boolean {
  return Object.entries(after).every(([field, value]) => {
    if (value === null || unseen.includes(field)) return true
    const held = values[field as FieldId]
    if (typeof held === 'string' && typeof value === 'string')
      return held.toLowerCase() === value.toLowerCase()
    return held === value
  })
}
