import type { Attributes } from './document.ts'
import type { ChannelConsent, Consent, EmailConsent } from './model.ts'
import { isoOrNull, isoSeconds } from './times.ts'

/** The `subscriptions` of a profile. Only there where it was asked for. */
export function subscriptionsOf({ email, channels }: Consent): Attributes {
  const tracking = trackingAnswer(channels['email.open_tracking'])
  return {
    email: { marketing: emailAnswer(email), open_tracking: tracking, click_tracking: trackingAnswer(null) },
    sms: {
      marketing: {
        can_receive_sms_marketing: isOn(channels['sms.marketing']),
        ...sms(channels['sms.marketing']),
      },
      transactional: {
        can_receive_sms_transactional: isOn(channels['sms.transactional']),
        ...sms(channels['sms.transactional']),
      },
    },
    mobile_push: {
      marketing: {
        can_receive_push_marketing: isOn(channels['push.marketing']),
        consent: channels['push.marketing'].consent,
        consent_timestamp: isoOrNull(channels['push.marketing'].consentAt),
      },
    },
    whatsapp: whatsappAnswer(channels),
  }
}

/** `can_receive` means "not suppressed": it is true for somebody who never subscribed (recorded). */
function emailAnswer(email: EmailConsent): Attributes {
  return {
    can_receive_email_marketing: email.suppressions.length === 0,
    consent: email.consent,
    consent_timestamp: isoOrNull(email.consentAt),
    last_updated: isoOrNull(email.lastUpdated),
    method: email.method,
    method_detail: email.methodDetail,
    custom_method_detail: email.customMethodDetail,
    double_optin: email.doubleOptIn,
    suppression: email.suppressions.map(({ reason, at }) => ({ reason, timestamp: isoSeconds(at) })),
    list_suppressions: email.listSuppressions.map(({ listId, reason, at }) => ({
      list_id: listId,
      reason,
      timestamp: isoSeconds(at),
    })),
  }
}

function sms(channel: ChannelConsent): Attributes {
  return {
    consent: channel.consent,
    consent_timestamp: isoOrNull(channel.consentAt),
    method: channel.method,
    method_detail: channel.methodDetail,
    last_updated: isoOrNull(channel.lastUpdated),
  }
}

/** Nobody sees more of tracking than this; that it is allowed until somebody objects is assumed. */
function trackingAnswer(channel: ChannelConsent | null): Attributes {
  return {
    can_receive: channel?.consent !== 'UNSUBSCRIBED',
    consent: channel?.consent ?? 'NEVER_SUBSCRIBED',
    consent_timestamp: isoOrNull(channel?.consentAt ?? null),
    last_updated: isoOrNull(channel?.lastUpdated ?? null),
    created_timestamp: isoOrNull(channel?.consentAt ?? null),
    metadata: null,
    valid_until: null,
  }
}

/** Null for everybody who never met WhatsApp (recorded). */
function whatsappAnswer(channels: Consent['channels']): Attributes | null {
  const kinds = {
    marketing: channels['whatsapp.marketing'],
    transactional: channels['whatsapp.transactional'],
    conversational: channels['whatsapp.conversational'],
  }
  if (Object.values(kinds).every(({ consent }) => consent === 'NEVER_SUBSCRIBED')) return null
  return Object.fromEntries(
    Object.entries(kinds).map(([kind, channel]) => [
      kind,
      { ...trackingAnswer(channel), can_receive: isOn(channel), phone_number: null },
    ]),
  )
}

function isOn({ consent }: ChannelConsent): boolean {
  return consent === 'SUBSCRIBED'
}
