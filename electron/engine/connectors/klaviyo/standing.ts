import type { ConsentState, Contact, LeftAudience, LeftReason } from '../../../../shared/model.ts'
import type { KlaviyoProfile } from './answers.ts'

type Standing = Pick<Contact, 'state' | 'left'>

/**
 * Where somebody stands with mail. A suppression beats consent. Whatever says neither that they may be mailed nor why
 * not counts as suppressed. Someone who never subscribed has not left.
 */
export function standingOf({ attributes }: KlaviyoProfile): Standing {
  const marketing = attributes.subscriptions?.email?.marketing
  if (!marketing) return { state: 'consent not told', left: 'suppressed' }
  const worst = (marketing.suppression ?? [])
    .map(({ reason }): Standing => ({ state: inWords(reason), left: leftBy(reason) }))
    .sort((one, other) => gravity(one) - gravity(other))[0]
  if (worst) return worst
  const state = inWords(marketing.consent ?? 'never subscribed')
  if (marketing.consent === 'UNSUBSCRIBED') return { state, left: 'unsubscribed' }
  const isBarred = marketing.can_receive_email_marketing === false && (attributes.email ?? '') !== ''
  return isBarred ? { state: 'suppressed', left: 'suppressed' } : { state, left: null }
}

/** A reason that Klaviyo adds later is treated as a suppression by hand. */
function leftBy(reason: string): LeftReason {
  switch (reason) {
    case 'HARD_BOUNCE':
    case 'INVALID_EMAIL':
      return 'bounced'
    case 'SPAM_COMPLAINT':
    case 'SPAM_REPORT':
      return 'complained'
    case 'UNSUBSCRIBE':
      return 'unsubscribed'
    default:
      return 'suppressed'
  }
}

const gravest: readonly (LeftReason | null)[] = ['complained', 'bounced', 'unsubscribed', 'suppressed', null]

/** Consent by channel. That mail may be sent says nothing of it: Klaviyo says so of everyone who isn't suppressed. */
export function consentOf({ attributes }: KlaviyoProfile): Contact['consent'] {
  const { email, sms } = attributes.subscriptions ?? {}
  return {
    ...(email?.marketing && { email: consentState(email.marketing.consent) }),
    ...(sms?.marketing && { sms: consentState(sms.marketing.consent) }),
  }
}

/** Lists that somebody left while others may still mail them. */
export function leftListsOf({ attributes }: KlaviyoProfile): readonly LeftAudience[] {
  const left = attributes.subscriptions?.email?.marketing?.list_suppressions ?? []
  return left.map(({ list_id, reason }) => ({ kind: 'list', id: list_id, reason: leftBy(reason) }))
}

/** A word that Klaviyo adds later is no consent, and no reason to ask for it. */
function consentState(word: string | null | undefined): ConsentState {
  if (word === 'SUBSCRIBED') return 'subscribed'
  return (word ?? 'NEVER_SUBSCRIBED') === 'NEVER_SUBSCRIBED' ? 'never' : 'unsubscribed'
}

function gravity({ left }: Standing): number {
  return gravest.indexOf(left)
}

/** `NEVER_SUBSCRIBED` to `never subscribed`. */
function inWords(word: string): string {
  return word.toLowerCase().replaceAll('_', ' ')
}
