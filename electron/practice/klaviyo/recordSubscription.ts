import { recordEvent } from './recordEvent.ts'
import type { Channel } from './model.ts'
import type { KlaviyoState } from './state.ts'

/** Notes "Subscribed to …" in somebody's history, at the time they consented (measured for historical imports). */
export function recordSubscription(
  state: KlaviyoState,
  profileId: string,
  channel: Channel,
  { listId, customSource }: { readonly listId: string | null; readonly customSource: string | null },
  at: number,
): void {
  const list = listId === null ? undefined : state.lists.get(listId)
  const source = customSource === null ? {} : { $source: customSource }
  const event = (metricName: string, properties: Readonly<Record<string, string>>) =>
    recordEvent(state, { metricName, profileId, at, properties: { ...properties, ...source } })
  if (channel === 'email.marketing') event('Subscribed to Email Marketing', { Channel: 'email' })
  if (channel === 'sms.marketing') event('Subscribed to SMS Marketing', { Channel: 'sms' })
  if (list !== undefined && !list.members.has(profileId)) event('Subscribed to List', { List: list.name })
}
