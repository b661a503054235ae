import { z } from 'zod'
import {
  type Change,
  type ConnectionColour,
  type ConnectionId,
  type FieldId,
  type FieldValue,
  type PlanId,
  type RowOutcome,
  rowOutcomes,
  type RunId,
  type RunStatus,
  type SourceId,
  type StepStatus,
} from '../model.ts'
import type { ErrorCode } from '../errors.ts'
import { call } from './call.ts'
import type { AccountWait } from './connections.ts'
import { planId, type PlanSummary } from './plans.ts'

export interface RunView {
  readonly id: RunId
  readonly plan: PlanId
  readonly connection: string
  readonly connectionId: ConnectionId
  readonly colour: ConnectionColour
  readonly source: string
  readonly sourceId: SourceId
  /** `running` with `interrupted` true: the program ended in mid-run; resume it. */
  readonly status: RunStatus
  readonly interrupted: boolean
  readonly stoppedBecause: string | null
  /** What kind of failure stopped it. */
  readonly stoppedCode: ErrorCode | null
  readonly startedAt: number
  readonly endedAt: number | null
  /** The run that this one takes back, or part of it. */
  readonly undoes: RunId | null
  /** Its rows are about people, and not about things such as tags or purchases. */
  readonly aboutPeople: boolean
  /** There is a way to take such a run back: it was about people, or it changed or made things that can be changed back or deleted. */
  readonly undoable: boolean
  /** It is over, and reading back what it wrote was asked for and is not done yet: `verify` does it. */
  readonly toReadBack: boolean
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

/** New people who were asked to confirm: who still waits, who has by now, and who left instead. */
export interface ConfirmationCounts {
  readonly waiting: number
  readonly confirmed: number
  readonly left: number
}

/** What a look at the account said of rows that were written; `unread`: taken by the service, and not looked at. */
export type ReadBackKind = 'confirmed' | 'differs' | 'not-visible'
export type ReadBackCounts = Readonly<Record<ReadBackKind | 'unread', number>>

/** What a run read back of what it wrote. */
export interface ReadBack {
  /** In rows. */
  readonly counts: ReadBackCounts
  /** Ten rows went first; `null`: that was not asked for. */
  readonly canary: 'asked' | 'matched' | 'differed' | null
  /** All that was written is read back; `asked`: not done yet. */
  readonly verify: 'asked' | 'done' | null
}

/** A row that was written, and how the account shows it. */
export interface ReadBackRowView {
  readonly row: number
  readonly email: string | null
  readonly fields: readonly {
    readonly label: string
    readonly wrote: FieldValue
    /** As this computer last saw it. */
    readonly shows: FieldValue
  }[]
}

/** What became of every row. The counts add up to `rows`. */
export interface Receipt extends RunView {
  readonly rows: number
  readonly outcomes: Readonly<Record<RowOutcome, number>>
  readonly addsUp: boolean
  /** The same of people who left in mode mirror, who are no row of the file; only where there are any. */
  readonly leavers?: Readonly<Record<RowOutcome, number>>
  readonly requests: number
  readonly audiences: readonly string[]
  /** Only where a plan asked people to confirm. */
  readonly confirmation?: ConfirmationCounts
  /** `null` where nobody was to be subscribed. */
  readonly consent: ConsentCounts | null
  readonly service: string
  readonly mode: string
  readonly readBack: ReadBack
}

export interface RunRowView {
  readonly row: number
  readonly outcome: RowOutcome
  readonly email: string | null
  readonly reason: string | null
}

/** One request of a run: what left this computer, without any value. */
export interface RequestView {
  readonly id: number
  readonly method: string
  /** Without the host and without any address of a person. */
  readonly path: string
  readonly fields: readonly FieldId[]
  /** Rows that it was about. */
  readonly rows: number
  /** Changes it carried. */
  readonly changes: number
  readonly sentAt: number
  readonly httpStatus: number | null
  readonly answeredAt: number | null
}

/** Requests of one sort that left this computer while a run was under way: those that wrote, and those that read. */
export interface LedgerLine {
  readonly host: string
  readonly method: string
  /** Without what was asked for; every id in it is `{id}`. */
  readonly path: string
  /** `null`: no answer came. */
  readonly httpStatus: number | null
  readonly requests: number
  readonly firstAt: number
  readonly lastAt: number
}

/** Everything known of one row of a run. */
export interface RunRowDetail extends RunRowView {
  readonly columns: readonly string[]
  readonly cells: readonly string[]
  readonly changes: readonly {
    readonly change: Change
    readonly state: 'waiting' | 'sending' | 'job' | 'settled'
    readonly status: StepStatus | null
    readonly reason: string | null
    readonly settledAt: number | null
    readonly request: RequestView | null
  }[]
}

/** Rows settled by a moment, for the chart. */
export interface ChartPoint {
  readonly atMs: number
  readonly done: number
  readonly rejected: number
}

/** A row with all its cells as somebody corrected them. */
export interface CorrectedRow {
  readonly row: number
  readonly cells: readonly string[]
}

/** A row that did not get through, with its cells as they were in the file. */
export interface RejectView extends RunRowView {
  readonly cells: readonly string[]
}

/** What a run waits for, and how long at most. */
export interface RunWait {
  readonly ms: number
  /**
   * `offline`: the service can't be reached, and the run goes on by itself once it can; `canary`: the first rows are
   * looked at. `job`: the service is at work on what it took; `ms` until the next look where nobody knows when that ends. `doubt`:
   * a connection or the program ended before an answer came, and what came of the request shows by then; whoever would
   * rather not wait calls `leaveDoubts`.
   */
  readonly why: AccountWait['why'] | 'job' | 'doubt' | 'offline' | 'canary'
  /** Why it can't go on just now, in a sentence or two, for `offline` and `retry`. */
  readonly words?: string
}

export interface RunProgress {
  readonly run: RunId
  /** Rows with something to send: settled so far, and in all. */
  readonly done: number
  readonly total: number
  readonly rejected: number
  readonly requests: number
  readonly remainingMs: number | null
  /** Rows settled in the last minute; in the first, as many as that would be. */
  readonly rowsPerMinute: number
  readonly waiting: RunWait | null
}

/** However it ended: finished, stopped, paused or cancelled. */
export interface RunEnded {
  readonly run: RunId
  readonly status: RunStatus
  readonly stoppedBecause: string | null
  readonly tookMs: number
}

const run = z.int().min(1) as unknown as z.ZodType<RunId, RunId>
const confirm = z.int().min(1).optional()
/** At most 500 rows at a time, in file order. */
const page = { afterRow: z.int().min(0), limit: z.int().min(1).max(500) }

/**
 * `canary`: ten rows go first and are read back, and the others follow only where these are as they were sent.
 * `verify`: afterwards all that was written is read back.
 */
const checks = { canary: z.boolean().default(false), verify: z.boolean().default(false) }
/** A connection that breaks, or a service that refuses for a while, is waited for; a run in the background always does. */
const goesOn = z.boolean().default(false)

export const runCalls = {
  /**
   * Applies a plan and answers when it has ended, with the receipt. Pushes `run.progress`. `confirm`: the number of the
   * plan's guard, where it takes something away.
   */
  start: call(z.object({ plan: planId, confirm, ...checks, goesOn })).returning<Receipt>(),
  /**
   * Goes on with a run that was interrupted or stopped. Without `run`: the newest such run. `leaveDoubts` as in the call
   * of that name.
   */
  resume: call(
    z.object({ run: run.optional(), leaveDoubts: z.boolean().default(false), goesOn }),
  ).returning<Receipt>(),
  /**
   * The same as `start` and `resume`, but answered at once; the run goes on whoever asked, over reloads, and its end
   * is pushed as `run.ended`.
   */
  begin: call(z.object({ plan: planId, confirm, ...checks })).returning<RunView>(),
  goOn: call(z.object({ run })).returning<RunView>(),
  /**
   * Waits no longer to learn whether requests got through that had no answer (`waiting.why` is `doubt`): the account is
   * looked at once more, and whoever doesn't show by then ends as in doubt and is never sent again. A run that is not
   * under way goes on, as by `goOn`.
   */
  leaveDoubts: call(z.object({ run })).returning<RunView>(),
  /** Ends after the requests that are under way; `goOn` goes on exactly there. */
  pause: call(z.object({ run })).returning<RunView>(),
  /** Ends for good: what was not sent is not sent. */
  cancel: call(z.object({ run })).returning<RunView>(),
  /** Newest first. `person`: only runs that have a row of someone whose address contains this. */
  list: call(z.object({ person: z.string().max(200).default('') })).returning<readonly RunView[]>(),
  get: call(z.object({ run })).returning<RunView>(),
  /** As last pushed; for a window that was just opened. `null` where it is not under way. */
  progress: call(z.object({ run })).returning<RunProgress | null>(),
  /** At most 200 points, evenly spread. */
  chart: call(z.object({ run })).returning<readonly ChartPoint[]>(),
  /** Newest first, at most 500. */
  requests: call(
    z.object({ run, before: z.int().min(1).nullable(), limit: z.int().min(1).max(500) }),
  ).returning<readonly RequestView[]>(),
  /** Every request to any host meanwhile, counted; most first. Without any value, address or key. */
  ledger: call(z.object({ run })).returning<readonly LedgerLine[]>(),
  row: call(z.object({ run, row: z.int().min(1) })).returning<RunRowDetail>(),
  /**
   * Corrected cells of rows that did not get through become a source of their own, planned by the same rules. Answers
   * with that plan, for a look before it is begun.
   */
  fix: call(
    z.object({
      run,
      rows: z
        .array(z.object({ row: z.int().min(1), cells: z.array(z.string()) }))
        .min(1)
        .max(500),
    }),
  ).returning<PlanSummary>(),
  /** What was typed into rows that did not get through and not sent yet, in the order of the file. */
  corrections: call(z.object({ run })).returning<readonly CorrectedRow[]>(),
  /**
   * Keeps rows as they were corrected, all cells of each, so that they outlive the window; `null` where a row is as it
   * was in the file again, or was sent. Kept for as long as the run's values, and forgotten with a person. Sends nothing:
   * `fix` plans them.
   */
  correct: call(
    z.object({
      run,
      rows: z
        .array(z.object({ row: z.int().min(1), cells: z.array(z.string()).nullable() }))
        .min(1)
        .max(500),
    }),
  ).returning<readonly CorrectedRow[]>(),
  /**
   * Reads back what a run wrote, as soon as the account shows it, and answers with the receipt. Again where that was done
   * before: somebody may have changed it since.
   */
  verify: call(z.object({ run })).returning<Receipt>(),
  /** Rows that were read back with this result, at most 500 at a time. */
  readBack: call(z.object({ run, kind: z.enum(['confirmed', 'differs', 'not-visible']), ...page })).returning<
    readonly ReadBackRowView[]
  >(),
  /**
   * Rows that did not get through are planned once more as they are, by the same rules; `rows`: only these. Answers with
   * that plan, for a look before it is begun.
   */
  retry: call(
    z.object({ run, rows: z.array(z.int().min(1)).min(1).max(5000).nullable().default(null) }),
  ).returning<PlanSummary>(),
  receipt: call(z.object({ run })).returning<Receipt>(),
  /** `search`: part of an address or of a reason, in any letters. */
  rows: call(
    z.object({
      run,
      outcome: z.enum(rowOutcomes).nullable(),
      search: z.string().max(200).default(''),
      ...page,
    }),
  ).returning<readonly RunRowView[]>(),
  /** Everyone who did not get through, for a file to correct: rejected, invalid, held back, in doubt, not sent. */
  rejects: call(z.object({ run, ...page })).returning<{
    readonly columns: readonly string[]
    readonly rows: readonly RejectView[]
  }>(),
}
