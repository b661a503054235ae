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
  /** Whether the keychain holds its secret; if not, it must be given again. */
  readonly secretKept: boolean
  /** The account's request limits in words: `120 requests a minute`. */
  readonly limits: readonly string[]
  readonly createdAt: number
}

/** A request of this account waits: for its limit, because the service asked for it, or before it is tried again. */
export interface AccountWait {
  /** `null` while a new account is tried out. */
  readonly connection: ConnectionId | null
  readonly ms: number
  readonly why: 'limit' | 'retry-after' | 'retry'
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
  }[]
  /** Channels on which people can be subscribed; empty where the service has no such thing. */
  readonly consent: readonly Channel[]
  /** Types that a new field can have; empty where none can be made. */
  readonly newFieldTypes: readonly ValueType[]
  readonly credentials: readonly {
    readonly id: string
    readonly title: string
    readonly help: string
    readonly fields: readonly { readonly name: string; readonly label: string; readonly secret: boolean }[]
  }[]
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
  ).returning<{ readonly connection: ConnectionView; readonly warning: string | null }>(),
  /** Gives the secret for as long as the engine runs, for machines without a keychain. */
  unlock: call(z.object({ connection, values: secretValues })).returning<ConnectionView>(),
  /** Reads fields and audiences anew. */
  describe: call(z.object({ connection })).returning<AccountSchema>(),
  /** Signs in again and says who it is. */
  test: call(z.object({ connection })).returning<ConnectionView>(),
  /** Another name or colour. */
  edit: call(
    z.object({
      connection,
      name: z.string().trim().min(1).max(200).optional(),
      colour: z.enum(connectionColours).optional(),
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
  /** Forgets the connection, its secret, its mirror and its runs. */
  remove: call(z.object({ connection })).returning<{ readonly name: string }>(),
}
