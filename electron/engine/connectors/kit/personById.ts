import { type KitSubscriber, understand, written } from './answers.ts'
import { subscriberPath } from './audience.ts'
import type { SendToKit } from './request.ts'

/** Somebody by their id, up to the second; `null` where there is nobody. */
export async function personById(
  send: SendToKit,
  remoteId: string,
  signal: AbortSignal,
): Promise<KitSubscriber | null> {
  const path = subscriberPath(remoteId)
  const answer = await send({ method: 'GET', path, accept: [404], about: 'such person' }, signal)
  return answer.status === 404 ? null : understand(written, answer, 'a person').subscriber
}
