import { afterEach, beforeEach, describe, it } from 'vitest'
import type { Account, Connector } from '../../electron/engine/connectors/connector.ts'
import type { Secret } from '../../electron/engine/connectors/credentials.ts'
import type { AudienceRef, Contact, FieldId, FieldValue, LeftReason, RemoteId } from '../../shared/model.ts'
import type { ManualClock } from '../support/manualClock.ts'
import { openBare } from './connector/accounts.ts'
import { describeConsent } from './connector/consent.ts'
import { describeReading } from './connector/reading.ts'
import { describeSigningIn } from './connector/signingIn.ts'
import { describeTrouble } from './connector/trouble.ts'
import { describeWriting } from './connector/writing.ts'

/** Somebody as the service has them at this instant, seen from inside, whatever its lists say. */
export interface PersonThere {
  readonly remoteId: RemoteId
  readonly email: string
  readonly left: LeftReason | null
  /** Only fields that have a value, the address included. */
  readonly fields: Readonly<Record<FieldId, FieldValue>>
  readonly audiences: readonly AudienceRef[]
}

export interface RequestThere {
  readonly method: string
  readonly path: string
  readonly status: number | null
}

export type Trouble = 'too-many-requests' | 'drop-before-commit' | 'drop-after-commit' | 'never-answers'

/** How the account keeps consent, seen from inside. */
export interface ConsentThere {
  /** An audience whose people are subscribed at once, and one that asks them first. */
  readonly audience: AudienceRef
  readonly askingAudience: AudienceRef
  /** By channel, of somebody in the account. */
  of(remoteId: RemoteId): Contact['consent']
  /** When they agreed to email, as recorded; milliseconds since 1970. */
  agreedAt(remoteId: RemoteId): number | null
  /** How many were asked to confirm. */
  asked(): number
}

/** A practice account of the service, and a look behind its counter. Its time is the clock's. */
export interface ConnectorHarness {
  readonly connector: Connector
  readonly address: string
  readonly clock: ManualClock
  readonly secret: Secret
  readonly refusedSecret: Secret
  readonly accountName: string
  /** An audience that people can be put into and taken out of, and one that may mail who is put in. */
  readonly audience: AudienceRef
  readonly mailingAudience: AudienceRef
  /** `null` where the connector subscribes nobody. */
  readonly consent: ConsentThere | null
  /** Two text fields of the account, besides the address. */
  readonly fields: readonly [FieldId, FieldId]
  people(): readonly PersonThere[]
  /** A read that comes with time, not with rows: no plan counts it. Left out: there is none. */
  readonly isHousekeeping?: (request: RequestThere) => boolean
  requests(): readonly RequestThere[]
  /** How often this person newly became a member of anything through the API. */
  timesAdded(remoteId: RemoteId): number
  /** More people, so that reading them takes several pages. */
  addPeople(count: number): void
  /** So many people make several pages; 2,500 where it is left out. */
  readonly severalPages?: number
  leaves(remoteId: RemoteId): void
  removeField(field: FieldId): void
  /** Meets the next request, or writes only where it says commit. */
  nextRequestMeets(trouble: Trouble): void
  /** Until the lists show every write. */
  listsCatchUp(): Promise<void>
  close(): Promise<void>
}

/** What a service gives no way to: told by the connector's test, so that it is a statement and not an omission. */
export type Impossible =
  | 'create people outside audiences'
  | 'see who left while writing'
  | 'see people while writing'
  | 'lose a field'
  | 'subscribe people'

/** What the parts of the suite share; the account and what is behind it are new in every test. */
export interface Suite {
  readonly there: ConnectorHarness
  readonly account: Account
  readonly signal: AbortSignal
  readonly can: (what: Impossible) => boolean
  /** A case that a service may have no way to. */
  readonly unless: (what: Impossible, name: string, test: () => Promise<void>) => void
}

/** What every connector must do, against its service's practice account over HTTP. */
export function describeConnector(
  name: string,
  makeHarness: () => Promise<ConnectorHarness>,
  impossible: readonly Impossible[] = [],
): void {
  const subscribes = !impossible.includes('subscribe people')
  // What a service has no way to do is no case of its own: a skipped test would say that something is missing here.
  const unless = (what: Impossible, name: string, test: () => Promise<void>) => {
    if (!impossible.includes(what)) it(name, test)
  }
  describe(`${name} connector`, () => {
    let there: ConnectorHarness
    let account: Account
    const suite: Suite = {
      get there() {
        return there
      },
      get account() {
        return account
      },
      signal: new AbortController().signal,
      can: (what) => !impossible.includes(what),
      unless,
    }

    beforeEach(async () => {
      there = await makeHarness()
      account = openBare(there)
    })
    afterEach(() => there.close())

    describeSigningIn(suite)
    describeReading(suite)
    describeWriting(suite)
    describeTrouble(suite)
    if (subscribes) describeConsent(suite)
  })
}
