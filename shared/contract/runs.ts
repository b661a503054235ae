import { z } from 'zod'
import { type PlanId, type RowOutcome, rowOutcomes, type RunId, type RunStatus } from '../model.ts'
import type { ErrorCode } from '../errors.ts'
import { call } from './call.ts'
import type { AccountWait } from './connections.ts'
import { planId } from './plans.ts'

export interface RunView {
  readonly id: RunId
  readonly plan: PlanId
  readonly connection: string
  readonly source: string
  /** `running` with `interrupted` true: the program ended in mid-run; resume it. */
  readonly status: RunStatus
  readonly interrupted: boolean
  readonly stoppedBecause: string | null
  /** What kind of failure stopped it. */
  readonly stoppedCode: ErrorCode | null
  readonly startedAt: number
  readonly endedAt: number | null
}

/** What became of consent, in people. */
export interface ConsentCounts {
  /** Seen in the account as subscribed. */
  readonly subscribed: number
  /** Asked to confirm. */
  readonly asked: number
  /** Taken by the service, and not to be seen there. */
  readonly notVisible: number
}

/** What became of every row. The counts add up to `rows`. */
export interface Receipt extends RunView {
  readonly rows: number
  readonly outcomes: Readonly<Record<RowOutcome, number>>
  readonly addsUp: boolean
  readonly requests: number
  readonly audiences: readonly string[]
  /** `null` where nobody was to be subscribed. */
  readonly consent: ConsentCounts | null
  readonly service: string
  readonly mode: string
}

export interface RunRowView {
  readonly row: number
  readonly outcome: RowOutcome
  readonly email: string | null
  readonly reason: string | null
}

/** A row that did not get through, with its cells as they were in the file. */
export interface RejectView extends RunRowView {
  readonly cells: readonly string[]
}

export interface RunProgress {
  readonly run: RunId
  /** Rows with something to send: settled so far, and in all. */
  readonly done: number
  readonly total: number
  readonly rejected: number
  readonly requests: number
  readonly remainingMs: number | null
  readonly waiting: Pick<AccountWait, 'ms' | 'why'> | null
}

const run = z.int().min(1) as unknown as z.ZodType<RunId, RunId>
/** At most 500 rows at a time, in file order. */
const page = { afterRow: z.int().min(0), limit: z.int().min(1).max(500) }

export const runCalls = {
  /** Applies a plan and answers when it has ended, with the receipt. Pushes `run.progress`. */
  start: call(z.object({ plan: planId })).returning<Receipt>(),
  /** Goes on with a run that was interrupted or stopped. Without `run`: the newest such run. */
  resume: call(z.object({ run: run.optional() })).returning<Receipt>(),
  list: call(z.object({})).returning<readonly RunView[]>(),
  receipt: call(z.object({ run })).returning<Receipt>(),
  rows: call(z.object({ run, outcome: z.enum(rowOutcomes).nullable(), ...page })).returning<
    readonly RunRowView[]
  >(),
  /** Everyone who did not get through, for a file to correct: rejected, invalid, held back, in doubt, not sent. */
  rejects: call(z.object({ run, ...page })).returning<{
    readonly columns: readonly string[]
    readonly rows: readonly RejectView[]
  }>(),
}
