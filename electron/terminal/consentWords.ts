import type { ConsentSummary, PlanSummary } from '../../shared/contract/plans.ts'
import type { ConsentCounts } from '../../shared/contract/runs.ts'
import type { Channel } from '../../shared/model.ts'
import { count, counted } from './words.ts'

const channelWords: Readonly<Record<Channel, string>> = { email: 'email', sms: 'text messages' }

/** `email and text messages` */
export function channelsInWords(channels: readonly Channel[]): string {
  return channels.map((channel) => channelWords[channel]).join(' and ')
}

/** How many people a plan subscribes, to what, and whether they are asked first. */
export function planConsentWords({ consent, changes }: PlanSummary): string[] {
  if (consent === null) return []
  const { channels, audience } = consent
  const where = audience === null ? '' : `, ${audience.kind} “${audience.name}”`
  if (changes.subscribes === 0)
    return [`Nobody is to be subscribed to ${channelsInWords(channels)}${where}: ${whyNobody}.`]
  const people = counted(changes.subscribes, 'person', 'people')
  return [`To subscribe: ${people} to ${channelsInWords(channels)}${where}. ${optInWords(consent)}`]
}

const whyNobody = 'they are subscribed already, or held back, or not ready for it as said above'

function optInWords({ audience, dated, confirms }: ConsentSummary): string {
  if (dated)
    return 'Their consent is recorded with its date in the past; nobody is asked to confirm, and nobody is mailed.'
  if (audience === null)
    return "Without a list the account's own setting decides whether they are asked to confirm."
  switch (audience.optIn) {
    case 'double':
      return `This list has double opt-in: ${count(confirms)} of them are asked to confirm, and are on it once they have.`
    case 'single':
      return 'This list has single opt-in: they are subscribed at once.'
    case null:
      return 'It is not known whether this list asks people to confirm.'
  }
}

/** What became of consent in a run. */
export function receiptConsentWords(consent: ConsentCounts | null): string[] {
  if (consent === null) return []
  const { subscribed, asked, notVisible } = consent
  const parts = [
    subscribed > 0 && `${counted(subscribed, 'person is', 'people are')} subscribed now`,
    asked > 0 && `${counted(asked, 'person was', 'people were')} asked to confirm`,
    notVisible > 0 &&
      `${counted(notVisible, 'subscription was', 'subscriptions were')} accepted and can't be seen yet`,
  ].filter((part) => part !== false)
  return parts.length === 0 ? ['Nobody was subscribed.'] : [`Consent: ${parts.join(', ')}.`]
}
