import type { Secret } from '../../../../electron/engine/connectors/credentials.ts'
import { klaviyoConnector } from '../../../../electron/engine/connectors/klaviyo/klaviyoConnector.ts'
import { arrangeProfile, listNamed } from '../../../../electron/practice/klaviyo/arrange.ts'
import { unsubscribed } from '../../../../electron/practice/klaviyo/consent.ts'
import type { PracticeKlaviyo } from '../../../../electron/practice/klaviyo/createPracticeKlaviyo.ts'
import type { ConsentState, Profile, SuppressionReason } from '../../../../electron/practice/klaviyo/model.ts'
import type { KlaviyoState } from '../../../../electron/practice/klaviyo/state.ts'
import type { LoggedRequest } from '../../../../electron/practice/requestLog.ts'
import { startPractice } from '../../../../electron/practice/startPractice.ts'
import type {
  AudienceRef,
  Contact,
  FieldId,
  FieldValue,
  LeftReason,
  RemoteId,
} from '../../../../shared/model.ts'
import type { ConnectorHarness, ConsentThere, PersonThere, Trouble } from '../../../suites/connector.ts'
import { createManualClock } from '../../../support/manualClock.ts'
import { followingJobs } from './followingJobs.ts'

const neverMs = 600_000

/** A seeded practice Klaviyo under manual time, whose imports take a second or two. */
export async function startKlaviyoHarness(): Promise<ConnectorHarness> {
  const clock = createManualClock()
  const practice = await startPractice({ clock })
  const { address, klaviyo } = practice
  const { state } = klaviyo
  removePeopleWithoutAddress(state)
  return {
    connector: followingJobs(klaviyoConnector, clock),
    address,
    clock,
    close: () => practice.close(),
    secret: secretOf(klaviyo.keys.all),
    refusedSecret: secretOf(klaviyo.keys.revoked),
    accountName: state.account.name,
    audience: listCalled(state, 'Newsletter'),
    mailingAudience: listCalled(state, 'Weekly letter'),
    consent: consentThere(klaviyo),
    fields: ['organization' as FieldId, 'property:postal_code' as FieldId],
    people: () => [...klaviyo.state.profiles.all()].map((person) => personThere(klaviyo.state, person)),
    requests: () => klaviyo.requests.entries.filter((request) => !isOfAJob(request)),
    timesAdded: (remoteId) => klaviyo.tally.of(remoteId).listAdds,
    addPeople(count) {
      for (let n = 1; n <= count; n += 1) arrangeProfile(state, { email: `more${n}@example.com` })
    },
    leaves(remoteId) {
      const person = state.profiles.get(remoteId)
      if (!person) return
      const consent = unsubscribed(person.consent, 'email.marketing', clock.now())
      state.profiles.save({ ...person, consent })
    },
    removeField: () => undefined,
    nextRequestMeets: (trouble) => meet(klaviyo, trouble),
    listsCatchUp: () => clock.advance(20_000),
  }
}

const words: Readonly<Record<ConsentState, NonNullable<Contact['consent']['email']>>> = {
  SUBSCRIBED: 'subscribed',
  UNSUBSCRIBED: 'unsubscribed',
  NEVER_SUBSCRIBED: 'never',
}

function consentThere(klaviyo: PracticeKlaviyo): ConsentThere {
  const consentOf = (id: string) => klaviyo.state.profiles.get(id)?.consent
  return {
    audience: listCalled(klaviyo.state, 'VIP'),
    askingAudience: listCalled(klaviyo.state, 'Bread club'),
    of(id) {
      const found = consentOf(id)
      return found
        ? { email: words[found.email.consent], sms: words[found.channels['sms.marketing'].consent] }
        : {}
    },
    agreedAt: (id) => consentOf(id)?.email.consentAt ?? null,
    asked: () => klaviyo.state.confirmations.length,
  }
}

function secretOf(privateKey: string): Secret {
  return { form: 'private-key', values: { privateKey } }
}

function listCalled(state: KlaviyoState, name: string): AudienceRef {
  return { kind: 'list', id: listNamed(state, name).id }
}

/** The suite knows people by their addresses. */
function removePeopleWithoutAddress(state: KlaviyoState): void {
  const without = [...state.profiles.all()].filter(({ email }) => email === null)
  for (const { id } of without) {
    state.profiles.remove(id)
    for (const { members } of state.lists.values()) members.delete(id)
  }
}

/** Looking after a job, and at its people when it is done, is not part of what a plan promises. */
function isOfAJob({ method, path, query }: LoggedRequest): boolean {
  if (method !== 'GET') return false
  return path.startsWith('/api/profile-bulk-import-jobs/') || query.includes('filter=any')
}

function personThere(state: KlaviyoState, person: Profile): PersonThere {
  const { id, email, consent } = person
  const reasons = consent.email.suppressions.map(({ reason }) => reason)
  const left = consent.email.consent === 'UNSUBSCRIBED' ? 'unsubscribed' : null
  return {
    remoteId: id as RemoteId,
    email: email ?? '',
    left: gravest.map(([reason, word]) => (reasons.includes(reason) ? word : null)).find(Boolean) ?? left,
    fields: fieldsThere(person),
    audiences: [...state.lists.values()]
      .filter(({ members }) => members.has(id))
      .map((list) => ({ kind: 'list', id: list.id })),
  }
}

const gravest: readonly (readonly [SuppressionReason, LeftReason])[] = [
  ['SPAM_COMPLAINT', 'complained'],
  ['HARD_BOUNCE', 'bounced'],
  ['INVALID_EMAIL', 'bounced'],
  ['UNSUBSCRIBE', 'unsubscribed'],
  ['USER_SUPPRESSED', 'suppressed'],
]

function fieldsThere(person: Profile): PersonThere['fields'] {
  const { email, phoneNumber, externalId, texts, location, properties } = person
  const values = [
    ['email', email],
    ['phone_number', phoneNumber],
    ['external_id', externalId],
    ...Object.entries(texts),
    ...Object.entries(location).map(([name, value]) => [`location.${name}`, value] as const),
    ...Object.entries(properties).map(([name, value]) => [`property:${name}`, plain(value)] as const),
  ] as [FieldId, FieldValue][]
  return Object.fromEntries(values.filter(([, value]) => value !== null && value !== ''))
}

function plain(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value
}

function meet({ faults }: PracticeKlaviyo, trouble: Trouble): void {
  faults.set([
    trouble === 'never-answers' ? { kind: 'slow', ms: neverMs, times: 1 } : { kind: trouble, times: 1 },
  ])
}
