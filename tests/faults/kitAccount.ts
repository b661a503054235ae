import {
  arrangeMembership,
  arrangeSubscriber,
  audienceIdByName,
} from '../../electron/practice/kit/arrange.ts'
import type { PracticeKit } from '../../electron/practice/kit/createPracticeKit.ts'
import type { Subscriber } from '../../electron/practice/kit/model.ts'
import { patchSubscriber } from '../../electron/practice/kit/patchSubscriber.ts'
import { v3Keys } from '../../electron/practice/kit/v3/v3Keys.ts'
import type { AudienceKind } from '../../shared/model.ts'
import type { Way } from './fault.ts'
import type { AudienceChoice, DoneTo, FaultyAccount, SeenPerson } from './faultyAccount.ts'

const kinds = ['tag', 'form', 'sequence'] as const

/** The form has double opt-in: whoever has not confirmed yet is mailed when they are added to it. */
const audiences: readonly AudienceChoice[] = [
  { kind: 'tag', name: 'Never used' },
  { kind: 'form', name: 'Weekly letter' },
  { kind: 'sequence', name: 'Baking course' },
]

export function kitAccount(kit: PracticeKit, way: Way = 'key'): FaultyAccount {
  const idOf = ({ kind, name }: AudienceChoice) => audienceIdByName(kit.state, inKit(kind), name)
  const patch = (email: string, body: unknown) => {
    const answer = patchSubscriber(kit, email, body)
    if (!answer.ok) throw new Error(`The practice Kit refused to change ${email}: ${answer.status}`)
  }
  // In version 3 nobody else is shown as having left (see lab.ts).
  const showsLeft = ({ state }: Subscriber) =>
    way === 'v3' ? state === 'cancelled' : state !== 'active' && state !== 'inactive'
  return {
    service: 'kit',
    // In bulk a person is written, and then each of their fields: the file has one besides the name.
    // In version 3 the sequence follows in a request of its own, which names the person again.
    writesPerPerson: way === 'key' ? 1 : 2,
    secret:
      way === 'v3'
        ? { form: 'v3', values: { ...v3Keys } }
        : { form: 'api-key', values: { apiKey: kit.keys[0] ?? '' } },
    audiences,
    requests: kit.requests,
    reset: () => kit.reset(),
    arrange({ email, firstName, city, audiences: names = [], left = false }) {
      const fields = { City: city }
      const state = left ? 'cancelled' : 'active'
      const person = arrangeSubscriber(kit.state, { emailAddress: email, firstName, fields, state })
      for (const audience of audiences.filter(({ name }) => names.includes(name)))
        arrangeMembership(kit.state, inKit(audience.kind), idOf(audience), person.id)
    },
    people: () => {
      kit.state.settle()
      return [...kit.state.subscribers.all()].map((person) => seen(kit, person, showsLeft))
    },
    leaves: (email) => patch(email, { state: 'cancelled' }),
    edits: (email, { city, company }) =>
      patch(email, { fields: { ...(city && { city }), ...(company && { company }) } }),
    deletes: ({ kind, name }) => {
      const id = idOf({ kind, name })
      if (kind === 'tag') kit.state.tags.delete(id)
      const form = kit.state.forms.get(id)
      if (kind === 'form' && form) kit.state.forms.set(id, { ...form, status: 'trashed' })
    },
    addFault: ({ kind, ...timing }) => kit.faults.add({ kind, ...timing }),
    clearFaults: () => kit.faults.clear(),
    onCommit: (hook) => kit.onCommit(hook),
  }
}

function inKit(kind: AudienceKind): (typeof kinds)[number] {
  const found = kinds.find((one) => one === kind)
  if (found === undefined) throw new Error(`Kit has no ${kind}`)
  return found
}

function seen(kit: PracticeKit, person: Subscriber, hasLeft: (person: Subscriber) => boolean): SeenPerson {
  const valueOf = (label: string) => {
    const field = [...kit.state.customFields.values()].find((one) => one.label === label)
    return person.values.get(field?.id ?? -1) ?? null
  }
  return {
    id: String(person.id),
    email: person.emailAddress,
    firstName: person.firstName,
    city: valueOf('City'),
    company: valueOf('Company'),
    audiences: new Set(audiencesOf(kit, person.id)),
    left: hasLeft(person),
    subscribed: person.state === 'active',
    done: doneTo(kit, person.id),
  }
}

function audiencesOf({ state }: PracticeKit, id: number): string[] {
  const names = { tag: state.tags, form: state.forms, sequence: state.sequences }
  return kinds.flatMap((kind) =>
    state.memberships[kind].ofPerson(id).flatMap(({ audienceId }) => names[kind].get(audienceId)?.name ?? []),
  )
}

/** A tag that is set twice does nothing; for forms and sequences every request counts, whatever it was answered. */
function doneTo(kit: PracticeKit, id: number): DoneTo {
  const tally = kit.tally.of(id)
  return {
    created: tally.created,
    written: tally.created + tally.changed + tally.unchanged,
    mailed: kit.state.mailsSent.get(id) ?? 0,
    added: {
      tag: tally.tagAdds,
      form: tally.formAdds + tally.formRepeats,
      sequence: tally.sequenceAdds + tally.sequenceRepeats,
    },
    subscribed: 0,
    resubscribed: 0,
  }
}
