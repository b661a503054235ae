import type { ContactKey } from '../../../shared/model.ts'
import { foldEmail } from '../../../shared/values/foldEmail.ts'
import type { SentConsent } from '../store/consentLog.ts'
import type { AskedFor } from './rowConsent.ts'

/** For so long somebody who was asked to confirm is not asked again: a list that is sent every day must not nag. */
export const askAgainAfterMs = 30 * 24 * 3_600_000

export interface AskedBeforeOptions {
  readonly service: string
  readonly nowMs: number
  /** The service's own pause between two subscriptions of one person. */
  readonly pauseMs: number
}

/**
 * Why a person must not be subscribed now, from what runs sent before: the service takes them once in a while only, and
 * whoever has not confirmed yet has the mail in their inbox.
 */
export function askedBefore(
  sent: readonly SentConsent[],
  { service, nowMs, pauseMs }: AskedBeforeOptions,
): (key: ContactKey, asked: AskedFor) => string | null {
  const byName = new Map<string, SentConsent[]>()
  for (const one of sent)
    for (const name of namesOf(one.change.key)) byName.set(name, [...(byName.get(name) ?? []), one])
  return (key, asked) => {
    const earlier = namesOf(key).flatMap((name) => byName.get(name) ?? [])
    const confirming = earlier.find(
      ({ change }) => asked.confirms && change.confirms && change.audience?.id === asked.audience?.id,
    )
    if (confirming)
      return `Run ${confirming.run} asked them to confirm on ${new Date(confirming.at).toISOString().slice(0, 10)}, so they are not asked again yet.`
    const recent = earlier.find(({ at }) => at > nowMs - pauseMs)
    if (recent === undefined) return null
    const minutes = Math.round(pauseMs / 60_000)
    return `Run ${recent.run} subscribed them a moment ago, and ${service} takes a person once in ${minutes} minutes. Plan again later.`
  }
}

function namesOf({ remoteId, email, phone }: ContactKey): readonly string[] {
  return [
    ...(remoteId === null ? [] : [`id ${remoteId}`]),
    ...(email === null ? [] : [`email ${foldEmail(email)}`]),
    ...(phone === undefined ? [] : [`phone ${phone}`]),
  ]
}
