import { z } from 'zod'
import type { ConnectionId, Field, FieldId, FieldValue, RemoteId } from '../model.ts'
import type { MappingSuggestion } from '../mapping/suggestMapping.ts'
import { objectOps, type ObjectType, objectTypeIds } from '../objectTypes.ts'
import { call } from './call.ts'
import type { PlanRowView, PlanSummary } from './plans.ts'
import type { ReplicatedTable } from './replications.ts'
import type { Receipt } from './runs.ts'

/** A type of object as one account has it. */
export interface ObjectTypeView extends Omit<ObjectType, 'fields'> {
  /** The account's own custom fields among them, where the type is about people. */
  readonly fields: readonly (Field & {
    readonly readOnly: boolean
    readonly requiredFor: ObjectType['fields'][number]['requiredFor']
  })[]
  /** Why this connection can't reach them, in a sentence. */
  readonly unavailable: string | null
}

export interface ObjectView {
  /** Several lines of one object (the products of a purchase) have one id. */
  readonly id: RemoteId
  readonly values: Readonly<Record<FieldId, FieldValue>>
}

/** The signing secret of something that was just made. The service shows it once, and nothing on disk has it. */
export interface NewSecret {
  readonly id: RemoteId | null
  /** What people call it: the endpoint's address. */
  readonly name: string
  readonly secret: string
}

/** A request as it would leave. */
export interface ActRequest {
  readonly method: string
  readonly path: string
  /** What its body says, by field. */
  readonly fields: readonly FieldId[]
  /** How often it leaves. */
  readonly times: number
}

/** What an act would do. */
export interface ActPlan {
  readonly plan: PlanSummary
  readonly rows: readonly PlanRowView[]
  readonly requests: readonly ActRequest[]
}

/** What a new signing secret would send and do. */
export interface SecretPlan {
  readonly requests: readonly ActRequest[]
  /** What becomes of the present secret. */
  readonly words: string
  /** What is lost by it, where an earlier one still counts: it then needs `force`. */
  readonly endsAtOnce: string | null
}

export interface ActReceipt extends Receipt {
  /** Of what was made, where it has some. This answer is the only place that ever holds them. */
  readonly secrets?: readonly NewSecret[]
}

/** How far a reading for queries is. */
export interface ObjectsProgress {
  readonly connection: ConnectionId
  /** What is read now: `Events`. */
  readonly title: string
  readonly rows: number
}

/** ISO 8601, with or without a time. */
const moment = z.string().regex(/^\d{4}-\d{2}-\d{2}(T[\d:.]+Z?)?$/)

/** `null`: all. Dates are compared with when it was made, the name with any part of it, in any letters. */
const filter = z.object({
  createdAfter: moment.nullable().default(null),
  createdBefore: moment.nullable().default(null),
  /** Part of a first name, of a name or of what it is otherwise called. */
  name: z.string().max(200).nullable().default(null),
  id: z.string().max(100).nullable().default(null),
})

const connection = z.string().min(1).max(200)
const type = z.enum(objectTypeIds)

const newSecret = z.object({
  connection,
  endpoint: z.string().regex(/^\d{1,19}$/),
  force: z.boolean().default(false),
})

/** What of a type is to be read. */
export const objectQuery = {
  connection,
  type,
  /** The tag, form or sequence by name or id, or the id of a person; `null`: of all of them. */
  parent: z.string().min(1).max(200).nullable().default(null),
  since: z
    .object({
      by: z.enum(['created_after', 'updated_after', 'tagged_after', 'added_after', 'happened_after']),
      at: moment,
    })
    .nullable()
    .default(null),
  filter: filter.nullable().default(null),
}

/** A few rows without a file, by field: its id, its label or another name of it. */
const act = z.object({
  connection,
  type,
  op: z.enum(objectOps),
  rows: z
    .array(z.record(z.string(), z.string().max(100_000)))
    .min(1)
    .max(500),
})

export const objectCalls = {
  /** What this account holds, what can be done with it and what can be seen of it. */
  types: call(z.object({ connection })).returning<readonly ObjectTypeView[]>(),
  /**
   * Objects as the service lists them, at least `limit` where there are so many. `cursor`: from the answer before;
   * `null` at the beginning, and in the last answer. Read from the service, not from the mirror.
   */
  list: call(
    z.object({
      ...objectQuery,
      cursor: z.string().max(1000).nullable().default(null),
      limit: z.int().min(1).max(500).default(500),
    }),
  ).returning<{ readonly objects: readonly ObjectView[]; readonly cursor: string | null }>(),
  /**
   * Reads what people and what they are in don't tell (segments, metrics, events, broadcasts, purchases …) into this
   * computer, where queries look at it: what is new where that can be told, else all. Goes on where an earlier reading
   * stopped, and pushes `objects.progress`. `whole`: everything again.
   */
  refresh: call(
    z.object({ connection, types: z.array(type).min(1), whole: z.boolean().default(false) }),
  ).returning<readonly ReplicatedTable[]>(),
  /** Which column fills which field of the type, by their names. `plans.make` then takes the mapping and the target. */
  suggestMapping: call(
    z.object({ connection, type, source: z.string(), op: z.enum(objectOps) }),
  ).returning<MappingSuggestion>(),
  /**
   * What such an act would do: each request as it would leave, and in the guard what is lost. Nothing is sent; `runs.start`
   * with the plan, and the number of its guard, does it.
   * @throws AppError `invalid-input` where a row can't be used
   */
  plan: call(act).returning<ActPlan>(),
  /**
   * Unsubscribes somebody, makes or deletes a webhook. Planned, run and kept in the history like a file of as many rows;
   * that it takes something away is confirmed by calling it.
   * @throws AppError `invalid-input` where a row can't be used, and nothing is sent then.
   */
  act: call(act).returning<ActReceipt>(),
  /**
   * The secrets of what a run made, which the service showed this once. They are given out once, to whoever asks first;
   * empty afterwards, and when Listferry was started anew since: then each can only be replaced.
   */
  secrets: call(z.object({ run: z.int() })).returning<readonly NewSecret[]>(),
  /**
   * Gives a webhook endpoint a new signing secret, which is shown this once and kept nowhere here. The one before counts
   * for a day longer.
   * @throws AppError `conflict` while an earlier one still counts, unless `force`.
   */
  rotateSecret: call(newSecret).returning<{ readonly secret: string }>(),
  /**
   * What that would do, and send. Nothing is sent.
   * @throws AppError `not-found` where the account has no such endpoint
   */
  planSecret: call(newSecret).returning<SecretPlan>(),
}
