import type { z } from 'zod'
import { type Call, type Push, push } from './call.ts'
import type { ChangedWhat } from './changed.ts'
import { checkCalls, type CheckProgress } from './check.ts'
import { type AccountWait, connectionCalls } from './connections.ts'
import { editCalls } from './edits.ts'
import { exportCalls } from './exports.ts'
import { fixCalls, type FixNews } from './fixes.ts'
import { objectCalls, type ObjectsProgress } from './objects.ts'
import { leftCalls } from './left.ts'
import { type MirrorProgress, peopleCalls } from './people.ts'
import { planCalls, type PlanProgress } from './plans.ts'
import { queryCalls } from './queries.ts'
import { recipeCalls } from './recipes.ts'
import { replicationCalls, type ReplicationProgress } from './replications.ts'
import { runCalls, type RunEnded, type RunProgress } from './runs.ts'
import { settingsCalls } from './settings.ts'
import { sourceCalls, type StageProgress } from './sources.ts'

/**
 * Every call and push between a host and the engine, as one value. Handlers, clients and test doubles are derived
 * from it: adding a call is one entry in its group and one handler.
 */
export const contract = {
  connections: connectionCalls,
  sources: sourceCalls,
  edits: editCalls,
  check: checkCalls,
  plans: planCalls,
  runs: runCalls,
  recipes: recipeCalls,
  people: peopleCalls,
  left: leftCalls,
  exports: exportCalls,
  fixes: fixCalls,
  objects: objectCalls,
  queries: queryCalls,
  replications: replicationCalls,
  settings: settingsCalls,
}

export const pushes = {
  'source.progress': push<StageProgress>(),
  'check.progress': push<CheckProgress>(),
  'plan.progress': push<PlanProgress>(),
  'run.progress': push<RunProgress>(),
  'run.ended': push<RunEnded>(),
  'mirror.progress': push<MirrorProgress>(),
  'objects.progress': push<ObjectsProgress>(),
  'replication.progress': push<ReplicationProgress>(),
  /** Something that windows may show was changed, by whichever host. */
  changed: push<{ readonly what: ChangedWhat }>(),
  /** Somebody was, or everything: what windows hold of people themselves goes too. */
  forgotten: push<Readonly<Record<string, never>>>(),
  'account.waiting': push<AccountWait>(),
  'fix.taken': push<FixNews>(),
}

type Contract = typeof contract
type OutputOf<C> = C extends Call<z.ZodType, infer O> ? O : never
/** What a caller may write: defaults may be left out. */
type InputOf<C> = C extends Call<infer I> ? z.input<I> : never
/** What a handler gets: parsed. */
type ParsedOf<C> = C extends Call<infer I> ? z.output<I> : never

export type Handlers = {
  readonly [G in keyof Contract]: {
    readonly [N in keyof Contract[G]]: (
      input: ParsedOf<Contract[G][N]>,
      signal: AbortSignal,
    ) => Promise<OutputOf<Contract[G][N]>>
  }
}

/** How a host sees the engine. Failures are thrown as `AppError`. */
export type EngineClient = {
  readonly [G in keyof Contract]: {
    readonly [N in keyof Contract[G]]: (
      input: InputOf<Contract[G][N]>,
      signal?: AbortSignal,
    ) => Promise<OutputOf<Contract[G][N]>>
  }
}

export type PushName = keyof typeof pushes
export type PushPayload<N extends PushName> = (typeof pushes)[N] extends Push<infer T> ? T : never
/** One push, known by its name. */
export type PushMessage = {
  [N in PushName]: { readonly name: N; readonly payload: PushPayload<N> }
}[PushName]
export type PushListener = (message: PushMessage) => void

/** `sources.stage` */
export type CallName = { [G in keyof Contract]: `${G}.${keyof Contract[G] & string}` }[keyof Contract]
