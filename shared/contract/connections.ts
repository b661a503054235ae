import { z } from 'zod'
import type { AccountInfo, AccountSchema, ConnectionId, FieldId, ServiceId } from '../model.ts'
import { call } from './call.ts'

export interface ConnectionView {
  readonly id: ConnectionId
  readonly service: ServiceId
  readonly serviceTitle: string
  readonly name: string
  readonly practice: boolean
  readonly account: AccountInfo
  /** Whether the keychain holds its secret; if not, it must be given again. */
  readonly secretKept: boolean
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
  /** Forgets the connection, its secret, its mirror and its runs. */
  remove: call(z.object({ connection })).returning<{ readonly name: string }>(),
}
