import type { Secret } from '../../../../electron/engine/connectors/credentials.ts'
import { kitConnector } from '../../../../electron/engine/connectors/kit/kitConnector.ts'
import { signedIn } from '../../../support/signedIn.ts'
import { leftReason } from '../../../../electron/engine/connectors/kit/subscriber.ts'
import { arrangeSubscriber, audienceIdByName } from '../../../../electron/practice/kit/arrange.ts'
import type { PracticeKit } from '../../../../electron/practice/kit/createPracticeKit.ts'
import type { Subscriber } from '../../../../electron/practice/kit/model.ts'
import { patchSubscriber } from '../../../../electron/practice/kit/patchSubscriber.ts'
import type { KitState } from '../../../../electron/practice/kit/state.ts'
import { leave } from '../../../../electron/practice/kit/subscriberWrites.ts'
import { v3Keys } from '../../../../electron/practice/kit/v3/v3Keys.ts'
import { startPractice } from '../../../../electron/practice/startPractice.ts'
import type { AudienceKind, AudienceRef, FieldId, RemoteId } from '../../../../shared/model.ts'
import type { ConnectorHarness, PersonThere, Trouble } from '../../../suites/connector.ts'
import { createManualClock } from '../../../support/manualClock.ts'

export type KitWay = 'api-key' | 'oauth' | 'v3'

const lagMs = 30_000
const neverMs = 600_000

/** A seeded practice Kit under manual time, whose lists are half a minute behind. */
export async function startKitHarness(way: KitWay = 'api-key'): Promise<ConnectorHarness> {
  const clock = createManualClock()
  const practice = await startPractice({ clock, lagMs })
  const { address, kit } = practice
  const { state } = kit
  if (way === 'v3') {
    onlyWhomV3Shows(kit)
    await clock.advance(lagMs + 1_000)
  }
  return {
    connector: kitConnector,
    address,
    clock,
    close: () => practice.close(),
    ...secretsOf(kit, way, clock.now()),
    accountName: state.account.name,
    audience: audienceCalled(state, 'tag', 'Newsletter'),
    mailingAudience: audienceCalled(state, 'form', 'Weekly letter'),
    consent: null,
    fields: [fieldCalled(state, 'City'), fieldCalled(state, 'Company')],
    people: () => [...state.subscribers.all()].map((person) => personThere(state, person)),
    requests: () => kit.requests.entries,
    // The newest of those who left.
    isHousekeeping: ({ method, path }) => method === 'GET' && path === '/v3/subscribers',
    timesAdded: (remoteId) => timesAdded(kit, remoteId),
    ...(way === 'v3' && { severalPages: 120 }),
    addPeople(count) {
      for (let n = 1; n <= count; n += 1) arrangeSubscriber(state, { emailAddress: `more${n}@example.com` })
    },
    leaves(remoteId) {
      const person = state.subscribers.get(Number(remoteId))
      if (person) leave(state, person)
    },
    removeField: (field) => void state.customFields.delete(Number(field.replace('custom:', ''))),
    nextRequestMeets: (trouble) => meet(kit, trouble),
    listsCatchUp: () => clock.advance(lagMs + 1_000),
  }
}

/** A secret that is let in, and one that is not. */
function secretsOf(
  kit: PracticeKit,
  way: KitWay,
  now: number,
): Pick<ConnectorHarness, 'secret' | 'refusedSecret'> {
  const key = (apiKey: string): Secret => ({ form: 'api-key', values: { apiKey } })
  if (way === 'v3') {
    const secret: Secret = { form: 'v3', values: { ...v3Keys } }
    const apiSecret = `${v3Keys.apiSecret.slice(0, -1)}0`
    return { secret, refusedSecret: { ...secret, values: { ...secret.values, apiSecret } } }
  }
  if (way === 'api-key')
    return { secret: key(kit.keys[0] ?? ''), refusedSecret: key(kit.refusedKeys.revoked) }
  const secret = signedIn(kit, now)
  return {
    secret,
    refusedSecret: {
      ...secret,
      values: { ...secret.values, accessToken: 'never-issued', refreshToken: 'nor-this' },
    },
  }
}

/** Version 3 lists nobody who waits for a confirmation, bounced or complained. */
function onlyWhomV3Shows(kit: PracticeKit): void {
  for (const { state, emailAddress } of [...kit.state.subscribers.all()])
    if (state !== 'active' && state !== 'cancelled')
      patchSubscriber(kit, emailAddress, { state: state === 'inactive' ? 'active' : 'cancelled' })
  kit.requests.clear()
}

function audienceCalled(state: KitState, kind: 'tag' | 'form', name: string): AudienceRef {
  return { kind, id: String(audienceIdByName(state, kind, name)) }
}

function fieldCalled(state: KitState, label: string): FieldId {
  const field = [...state.customFields.values()].find((one) => one.label === label)
  return `custom:${field?.id}` as FieldId
}

function personThere(state: KitState, person: Subscriber): PersonThere {
  const { id, emailAddress, firstName, values } = person
  const custom = [...values].map(([field, value]) => [`custom:${field}`, value] as const)
  const fields = [['email', emailAddress], ['first_name', firstName ?? ''], ...custom] as const
  const kinds: readonly (AudienceKind & keyof KitState['memberships'])[] = ['tag', 'form', 'sequence']
  return {
    remoteId: String(id) as RemoteId,
    email: emailAddress,
    left: leftReason(person.state),
    fields: Object.fromEntries(fields.filter(([, value]) => value !== '')),
    audiences: kinds.flatMap((kind) =>
      state.memberships[kind].ofPerson(id).map(({ audienceId }) => ({ kind, id: String(audienceId) })),
    ),
  }
}

function timesAdded({ tally }: PracticeKit, remoteId: RemoteId): number {
  const { tagAdds, formAdds, sequenceAdds } = tally.of(Number(remoteId))
  return tagAdds + formAdds + sequenceAdds
}

function meet({ faults }: PracticeKit, trouble: Trouble): void {
  faults.set([
    trouble === 'never-answers' ? { kind: 'slow', ms: neverMs, times: 1 } : { kind: trouble, times: 1 },
  ])
}
