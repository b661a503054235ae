import { z } from 'zod'
import type {
  AudienceKind,
  ConnectionColour,
  ConnectionId,
  Contact,
  FieldId,
  FieldValue,
  LeftReason,
  RemoteId,
  RowOutcome,
  RunId,
} from '../model.ts'
import { call } from './call.ts'

/** A person as the mirror knows them at one account. */
export interface PersonView {
  readonly connection: ConnectionId
  readonly remoteId: RemoteId
  readonly email: string | null
  readonly phone: string | null
  readonly name: string | null
  readonly state: Contact['state']
  readonly left: LeftReason | null
  /** Names of the audiences that the mirror knows them to be in. */
  readonly audiences: readonly { readonly kind: AudienceKind; readonly name: string }[]
  readonly createdAt: number | null
}

export interface PersonDetail extends PersonView {
  readonly externalId: string | null
  readonly fields: readonly { readonly field: FieldId; readonly label: string; readonly value: FieldValue }[]
  /** Their rows in all runs, newest first. */
  readonly history: readonly {
    readonly run: RunId
    readonly row: number
    readonly outcome: RowOutcome
    readonly at: number
    readonly source: string
    /** `false` for a row about a thing of theirs, such as a purchase: that is never taken back. */
    readonly aboutPeople: boolean
  }[]
}

export interface MirrorView {
  readonly connection: ConnectionId
  readonly name: string
  readonly service: string
  readonly colour: ConnectionColour
  readonly people: number
  readonly left: number
  /** When everyone was last read or caught up; `null`: the mirror holds only people of earlier files. */
  readonly readAt: number | null
}

/** `text`: part of an address, a name, a phone number or an external id. `null`: all. */
export const peopleQuery = {
  text: z.string().max(200),
  connection: z.string().max(200).nullable(),
  left: z.boolean().nullable(),
  audience: z.object({ kind: z.enum(['form', 'tag', 'sequence', 'list']), id: z.string() }).nullable(),
  /** Milliseconds since 1970, both included: when the account got to know them. */
  createdFrom: z.int().nullable().default(null),
  createdTo: z.int().nullable().default(null),
  /** Part of it, in any letters. */
  firstName: z.string().max(200).nullable().default(null),
  /** Their id at the service. */
  remoteId: z.string().max(100).nullable().default(null),
}

export const peopleCalls = {
  /** One for each connection. */
  mirrors: call(z.object({})).returning<readonly MirrorView[]>(),
  /** At most 500 at a time, by address. `total` counts all that are found. */
  search: call(
    z.object({ ...peopleQuery, offset: z.int().min(0), limit: z.int().min(1).max(500) }),
  ).returning<{ readonly total: number; readonly people: readonly PersonView[] }>(),
  get: call(z.object({ connection: z.string(), remoteId: z.string() })).returning<PersonDetail>(),
  /** Reads everyone of an account into the mirror, with all memberships. Pushes `mirror.progress`. */
  refresh: call(z.object({ connection: z.string() })).returning<MirrorView>(),
}

export interface MirrorProgress {
  readonly connection: ConnectionId
  readonly people: number
}
