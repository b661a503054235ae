import { z } from 'zod'
import {
  type AccountInfo,
  type AccountSchema,
  type Audience,
  type AudienceKind,
  type Channel,
  type ConnectionColour,
  connectionColours,
  type ConnectionId,
  type Field,
  type FieldId,
  type ServiceId,
  type ValueType,
} from '../model.ts'
import { call } from './call.ts'

export interface ConnectionView {
  readonly id: ConnectionId
  readonly service: ServiceId
  readonly serviceTitle: string
  readonly name: string
  readonly colour: ConnectionColour
  readonly practice: boolean
  readonly account: AccountInfo
  /** How many people its plan takes, as the user said, where the service doesn't tell (`account.contactLimit`). */
  readonly ownLimit: number | null
  /** Whether the keychain holds its secret; if not, it must be given again. */
  readonly secretKept: boolean
  /** Its sign-in has ended and can't be renewed, as was noticed: nothing is read or sent until somebody signs in again. */
  readonly hasEnded: boolean
  readonly wayIn: {
    readonly id: string
    /** `API key (v4)` */
    readonly title: string
    /** What can't be done this way although the service can, as sentences. */
    readonly cannot: readonly string[]
  }
  /** The account's request limits in words: `120 requests a minute`. */
  readonly limits: readonly string[]
  readonly createdAt: number
}

/** A request of this account waits: for its limit, because the service asked for it, or before it is tried again. */
export interface AccountWait {
  /** `null` while a new account is tried out. */
  readonly connection: ConnectionId | null
  readonly ms: number
  /** `verify`: until the account shows what was written. */
  readonly why: 'limit' | 'retry-after' | 'retry' | 'verify'
  /** What went wrong, for `retry`. */
  readonly words?: string
}

export interface ConnectorView {
  readonly id: ServiceId
  readonly title: string
  /** A mapping must fill at least one of these: they say who a row is about. */
  readonly requiredFields: readonly FieldId[]
  /** What people can be put into, and whether Listferry can make a new one. */
  readonly audiences: readonly {
    readonly kind: AudienceKind
    /** `Tag` */
    readonly title: string
    readonly canCreate: boolean
    /** Whether somebody can be taken out again. */
    readonly canLeave: boolean
  }[]
  /** Channels on which people can be subscribed; empty where the service has no such thing. */
  readonly consent: readonly Channel[]
  /** Types that a new field can have; empty where none can be made. */
  readonly newFieldTypes: readonly ValueType[]
  /** The ways in. */
  readonly credentials: readonly CredentialFormView[]
}

export type CredentialFormView = KeyFormView | SignInFormView

interface WayInView {
  readonly id: string
  /** `API key (v4)` */
  readonly title: string
  readonly help: string
  /** What can't be done this way although the service can, as sentences. */
  readonly cannot: readonly string[]
  /** `120 requests a minute` */
  readonly limits: readonly string[]
}

/** Texts that are copied from the service. */
export interface KeyFormView extends WayInView {
  readonly kind: 'keys'
  readonly fields: readonly { readonly name: string; readonly label: string; readonly secret: boolean }[]
}

/** Signing in at the service, in a browser. */
export interface SignInFormView extends WayInView {
  readonly kind: 'sign-in'
  /** How to get the id under which the service knows this program; `null` where one is known already. */
  readonly clientIdWanted: string | null
}

/** A sign-in that waits for the user and their browser. */
export interface BegunSignIn {
  readonly signIn: string
  /** To be opened in a browser. */
  readonly authorizeUrl: string
  /**
   * `returns`: the browser leads back by itself. `paste`: the service shows a code, which goes to `finishSignIn`.
   */
  readonly how: 'returns' | 'paste'
  /** It is given up then; milliseconds since 1970. */
  readonly expiresAt: number
}

export interface ConnectedAccount {
  readonly connection: ConnectionView
  /** Says when the secret could only be kept in memory. */
  readonly warning: string | null
}

/** What a pasted secret looks like. */
export interface Recognised {
  /** Id of the way in, and the field there, that it belongs to; `null` where there is none. */
  readonly form: string | null
  readonly field: string | null
  /** What it is, and what it can and can't do. */
  readonly words: string
}

const service = z.enum(['kit', 'klaviyo'])
const secretValues = z.record(z.string(), z.string())
/** A connection's id or the user's name for it. */
const connection = z.string().min(1).max(200)

export const connectionCalls = {
  /** The services there are and the forms their ways in are drawn from. */
  connectors: call(z.object({})).returning<readonly ConnectorView[]>(),
  list: call(z.object({})).returning<readonly ConnectionView[]>(),
  /**
   * Signs in first; only then is the secret kept. Adding an account that is already there renews its secret.
   * `warning` says when the secret could only be kept in memory.
   */
  add: call(
    z.object({
      service,
      form: z.string(),
      values: secretValues,
      name: z.string().min(1).max(200).optional(),
    }),
  ).returning<ConnectedAccount>(),
  /** What a pasted text looks like; `null` where nothing tells. Nothing is sent anywhere. */
  recognise: call(z.object({ service, text: z.string().max(10_000) })).returning<Recognised | null>(),
  /**
   * Begins signing in at the service. `reconnect` renews an account in place of adding one. `clientId` is remembered.
   * `paste` asks for a code even where the browser could lead back.
   */
  beginSignIn: call(
    z.object({
      service,
      form: z.string(),
      name: z.string().min(1).max(200).optional(),
      reconnect: connection.optional(),
      clientId: z.string().trim().min(1).max(500).optional(),
      paste: z.boolean().default(false),
    }),
  ).returning<BegunSignIn>(),
  /** Waits until a sign-in has ended, however. Stopping this call ends nothing but the waiting. */
  awaitSignIn: call(z.object({ signIn: z.string() })).returning<ConnectedAccount>(),
  /** With the code that the service showed, or the whole address that the browser was led to. */
  finishSignIn: call(
    z.object({ signIn: z.string(), pasted: z.string().max(10_000) }),
  ).returning<ConnectedAccount>(),
  /** For hosts: the browser led back to this address. What comes of it is told by `awaitSignIn`. */
  signInReturned: call(z.object({ address: z.string().max(10_000) })).returning<null>(),
  /** Gives a sign-in up. Nothing where it has ended. */
  cancelSignIn: call(z.object({ signIn: z.string() })).returning<null>(),
  /** Gives the secret for as long as the engine runs, for machines without a keychain. */
  unlock: call(z.object({ connection, values: secretValues })).returning<ConnectionView>(),
  /** Reads fields and audiences anew. */
  describe: call(z.object({ connection })).returning<AccountSchema>(),
  /** Signs in again and says who it is. */
  test: call(z.object({ connection })).returning<ConnectionView>(),
  /** Another name or colour, or how many people its plan takes (`null`: not said). */
  edit: call(
    z.object({
      connection,
      name: z.string().trim().min(1).max(200).optional(),
      colour: z.enum(connectionColours).optional(),
      ownLimit: z.int().min(1).max(1_000_000_000).nullable().optional(),
    }),
  ).returning<ConnectionView>(),
  /** Makes a tag or a list in the account, or finds the one that has this name already. */
  createAudience: call(
    z.object({
      connection,
      kind: z.enum(['tag', 'list']),
      name: z.string().trim().min(1).max(200),
      optIn: z.enum(['single', 'double']).nullable().default(null),
    }),
  ).returning<Audience>(),
  /** Makes a custom field (Kit), or remembers a property that comes into being with its first value (Klaviyo). */
  createField: call(
    z.object({
      connection,
      label: z.string().trim().min(1).max(200),
      type: z.enum(['text', 'email', 'phone', 'number', 'boolean', 'date']),
    }),
  ).returning<Field>(),
  /** Starts the practice accounts on this computer and connects to them, or finds them connected. */
  practice: call(z.object({})).returning<readonly ConnectionView[]>(),
  /**
   * Forgets the connection, its secret, its mirror and its runs. What signing in gave is ended at the service as well;
   * `warning` says when it could not be told.
   */
  remove: call(z.object({ connection })).returning<{
    readonly name: string
    readonly warning: string | null
  }>(),
}
