import type { ChangeId, Contact, RemoteId, StepStatus } from '../../../shared/model.ts'
import type { RequestNote } from './connector.ts'

export type ApplyEvent =
  | { readonly type: 'sending'; readonly changes: readonly ChangeId[]; readonly request: RequestNote }
  | {
      readonly type: 'settled'
      readonly outcomes: readonly StepOutcome[]
      readonly contacts: readonly Contact[]
    }
  /**
   * A request of these was answered, and another one is to follow before they are done. If that never leaves, they are
   * sent again as a whole: only for changes that are safe to repeat.
   */
  | { readonly type: 'answered'; readonly changes: readonly ChangeId[]; readonly httpStatus: number }
  | { readonly type: 'job'; readonly job: JobRef; readonly changes: readonly ChangeId[] }

export interface StepOutcome {
  readonly change: ChangeId
  readonly status: StepStatus
  /** HTTP status of the answer. */
  readonly httpStatus: number
  /** In plain words, for `rejected` and `held-back`; also for `written` with something ignored. */
  readonly reason?: string
  /** Set when the service ignored part of what was sent: the run stops after this row. */
  readonly ignored?: readonly string[]
  readonly remoteId?: RemoteId
  /** The service says that whoever or whatever the plan thought new was there by then: what that was before is not known. */
  readonly wasThere?: true
  /** Of what was made, shown by the service this once: for whoever waits for the run, and never written anywhere. */
  readonly secret?: string
}

/** A new secret that nobody asked for yet. */
export interface ForeseenSecret {
  readonly request: RequestNote
  /** What becomes of the present one. */
  readonly words: string
  /** What is lost by it, where an earlier one still counts: without `force` the service refuses then. */
  readonly endsAtOnce: string | null
}

/** Work that the service does after it answered. */
export interface JobRef {
  readonly id: string
  /** No answer came: the service may not have got the request at all. */
  readonly inDoubt?: true
}

/** Changes that are left out of the outcomes of a job that is done were not done: they may be sent again. */
export type JobProgress =
  /** `endsInMs`: when it will be decided at the latest, where that is known. */
  | { readonly done: false; readonly endsInMs?: number }
  | { readonly done: true; readonly outcomes: readonly StepOutcome[]; readonly contacts: readonly Contact[] }
