import { arrangeProfile, listNamed } from '../../electron/practice/klaviyo/arrange.ts'
import { hasLeft } from '../../electron/practice/klaviyo/consent.ts'
import type { PracticeKlaviyo } from '../../electron/practice/klaviyo/createPracticeKlaviyo.ts'
import type { KlaviyoFault } from '../../electron/practice/klaviyo/faults.ts'
import type { Profile } from '../../electron/practice/klaviyo/model.ts'
import { removeProfile } from '../../electron/practice/klaviyo/removeProfile.ts'
import { patchProfile } from '../../electron/practice/klaviyo/patchProfile.ts'
import type { AudienceChoice, DoneTo, FaultyAccount, SeenPerson } from './faultyAccount.ts'

const audiences: readonly AudienceChoice[] = [{ kind: 'list', name: 'Nobody yet' }]

/** What only Klaviyo has: import jobs. */
export interface FaultyKlaviyo extends FaultyAccount {
  addJobFault(fault: JobFault): void
  /** Import jobs that the service took. */
  jobs(): number
  /** Calls `hook` after a subscription is taken and before that is answered. Returns how to stop that. */
  onSubscribe(hook: () => void | Promise<void>): () => void
  idOfList(name: string): string
  /** Addresses that a job said it could not write. */
  refusedByJobs(): ReadonlySet<string>
}

export const subscribePath = '/api/profile-subscription-bulk-create-jobs'

export type JobFault = Extract<KlaviyoFault, { kind: 'stuck-job' | 'cancelled-job' | 'failing-rows' }>

export function klaviyoAccount(klaviyo: PracticeKlaviyo): FaultyKlaviyo {
  const patch = (email: string, body: unknown) => {
    const answer = patchProfile({ state: klaviyo.state, tally: klaviyo.tally }, email, body)
    if (!answer.ok) throw new Error(`The practice Klaviyo refused to change ${email}: ${answer.status}`)
  }
  return {
    service: 'klaviyo',
    writesPerPerson: 1,
    secret: { form: 'private-key', values: { privateKey: klaviyo.keys.all } },
    audiences,
    requests: klaviyo.requests,
    reset: () => klaviyo.reset(),
    arrange({ audiences: lists = [], left = false, ...person }) {
      const standing = left ? 'unsubscribed' : 'subscribed'
      arrangeProfile(klaviyo.state, { ...person, lists, standing })
    },
    people: () => [...klaviyo.state.profiles.all()].map((person) => seen(klaviyo, person)),
    leaves: (email) => patch(email, { happened: 'unsubscribed' }),
    edits: (email, { city, company }) =>
      patch(email, {
        attributes: { ...(city && { location: { city } }), ...(company && { organization: company }) },
      }),
    deletes: ({ name }) => void klaviyo.state.lists.delete(listNamed(klaviyo.state, name).id),
    addFault: ({ kind, ...timing }) => klaviyo.faults.add({ kind, ...timing }),
    clearFaults: () => klaviyo.faults.clear(),
    onCommit: (hook) => klaviyo.onCommit(hook),
    addJobFault: (fault) => klaviyo.faults.add(fault),
    jobs: () => klaviyo.state.importJobs.size,
    refusedByJobs: () => refusedByJobs(klaviyo),
    onSubscribe: (hook) => klaviyo.onCommit(({ path }) => (path === subscribePath ? hook() : undefined)),
    removes: (email) => removeProfile(klaviyo.state, klaviyo.state.profiles.byEmail(email)?.id ?? ''),
    idOfList: (name) => listNamed(klaviyo.state, name).id,
  }
}

function seen({ state, tally }: PracticeKlaviyo, person: Profile): SeenPerson {
  const lists = [...state.lists.values()].filter(({ members }) => members.has(person.id))
  const { city } = person.location
  return {
    id: person.id,
    email: person.email ?? '',
    firstName: person.texts.first_name,
    city: city === null ? null : String(city),
    company: person.texts.organization,
    audiences: new Set(lists.map(({ name }) => name)),
    left: hasLeft(person.consent, 'email.marketing', null),
    subscribed: person.consent.email.consent === 'SUBSCRIBED',
    done: doneTo(tally.of(person.id)),
  }
}

/** Somebody who is on a list already stays on it as they were: no event, no mail, not even another day of joining. */
function doneTo(tally: ReturnType<PracticeKlaviyo['tally']['of']>): DoneTo {
  return {
    created: tally.created,
    written: tally.created + tally.changed + tally.unchanged,
    mailed: tally.mailsSent,
    added: { list: tally.listAdds },
    subscribed: tally.subscribed,
    resubscribed: tally.resubscribed,
  }
}

function refusedByJobs({ state }: PracticeKlaviyo): ReadonlySet<string> {
  const payloads = [...state.importJobs.values()].flatMap(({ errors }) =>
    errors.map(({ originalPayload }) => originalPayload as { id?: string; attributes: { email?: string } }),
  )
  return new Set(
    payloads.map(({ id, attributes }) => attributes.email ?? state.profiles.get(id ?? '')?.email ?? ''),
  )
}
