import { z } from 'zod'
import type { WireError } from '../errors.ts'
import type { ConnectionColour, ConnectionId } from '../model.ts'
import { type ObjectTypeId, objectTypeIds } from '../objectTypes.ts'
import { call } from './call.ts'

/** What a replication is called inside Listferry; opaque. */
export type ReplicationId = string & { readonly __brand: 'ReplicationId' }

export type DatabaseKind = 'sqlite' | 'postgres' | 'mysql'

const text = z.string().trim().min(1).max(200)

/** A database server of the user's. The password goes beside it, and is only ever in the keychain. */
const server = z.object({
  is: z.enum(['postgres', 'mysql']),
  host: text.regex(/^[^\s/@]+$/),
  port: z.int().min(1).max(65_535),
  database: text,
  user: text,
  /** `verify`: only with a certificate that this computer trusts. `off`: unencrypted. */
  encryption: z.enum(['verify', 'unverified', 'off']),
})

/**
 * Where the tables go. `file`: an id from the host for a place that the user chose; `null` for one that is called `name`,
 * in the folder `Listferry` of the user's own folder.
 */
export const replicationTarget = z.discriminatedUnion('is', [
  z.object({ is: z.literal('sqlite'), file: z.string().max(200).nullable(), name: text }),
  server,
])
export type ReplicationTarget = z.output<typeof replicationTarget>
export type ServerTarget = z.output<typeof server>

/** As it is shown. `path`: where the file is on this computer. */
export type TargetView = ServerTarget | { readonly is: 'sqlite'; readonly path: string }

/** Letters, digits and _ : what the names of the tables begin with, such as `kit_`. */
export const tablePrefix = z
  .string()
  .max(24)
  .regex(/^([\p{L}][\p{L}\p{N}_]*)?$/u)

export interface ReplicatedTable {
  readonly type: ObjectTypeId
  readonly title: string
  /** Rows that the service listed this time, and rows that are gone there and were marked. */
  readonly rows: number
  readonly deleted: number
  /** Whether everything was read, and not just what is new. */
  readonly isWhole: boolean
}

/** How the last run ended; `error`: why it stopped. What was written until then is kept, and the next run goes on. */
export interface ReplicationResult {
  readonly startedAt: number
  readonly endedAt: number
  readonly tables: readonly ReplicatedTable[]
  readonly error: WireError | null
}

export interface ReplicationView {
  readonly id: ReplicationId
  readonly name: string
  readonly connection: ConnectionId
  readonly account: { readonly name: string; readonly service: string; readonly colour: ConnectionColour }
  readonly target: TargetView
  readonly prefix: string
  readonly types: readonly ObjectTypeId[]
  /** Whether the keychain, or this session, has the password; true where none is needed. */
  readonly passwordKept: boolean
  readonly last: ReplicationResult | null
  /** What is written just now; `null`: nothing. */
  readonly progress: ReplicationProgress | null
}

export interface ReplicationProgress {
  readonly replication: ReplicationId
  /** What is read now, and which of how many tables that is. */
  readonly title: string
  readonly table: number
  readonly tables: number
  /** Rows of this table so far. */
  readonly rows: number
  /** Rows of all tables of this run so far. */
  readonly allRows: number
}

const replication = z.string().min(1).max(200)
const password = z.string().max(1000).nullable().default(null)

export const replicationCalls = {
  list: call(z.object({})).returning<readonly ReplicationView[]>(),
  /**
   * Connects to the database and looks whether tables can be made there; leaves nothing behind.
   * @throws AppError with what to change
   */
  test: call(z.object({ target: replicationTarget, password })).returning<{ readonly server: string }>(),
  /** Checks as `test` does, and keeps the password in the keychain. Writes nothing yet. */
  add: call(
    z.object({
      name: text.max(100),
      connection: z.string().min(1).max(200),
      target: replicationTarget,
      password,
      prefix: tablePrefix,
      types: z.array(z.enum(objectTypeIds)).min(1),
    }),
  ).returning<ReplicationView>(),
  /** Other tables from the next run on. Those that are no longer named stay in the database as they are. */
  change: call(
    z.object({ replication, types: z.array(z.enum(objectTypeIds)).min(1) }),
  ).returning<ReplicationView>(),
  /** A new password, or one for where there is no keychain. */
  setPassword: call(z.object({ replication, password: z.string().max(1000) })).returning<ReplicationView>(),
  /**
   * Brings the tables up to what the account has; goes on where an earlier run stopped. `whole`: reads everything again,
   * also where what is new would do. Pushes `replication.progress`. That it stopped is an answer, not a failure.
   */
  run: call(z.object({ replication, whole: z.boolean().default(false) })).returning<ReplicationResult>(),
  /** Stops it. A page that is being written then is there as a whole or not at all. */
  pause: call(z.object({ replication })).returning<null>(),
  /** Forgets it with its password. The database and its tables are the user's and stay. */
  remove: call(z.object({ replication })).returning<{ readonly name: string }>(),
}
