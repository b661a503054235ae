import type { DatabaseSync } from 'node:sqlite'
import type { NewSecret } from '../../../shared/contract/objects.ts'
import type { RunWait } from '../../../shared/contract/runs.ts'
import type { Clock } from '../clock.ts'
import type { Account } from '../connectors/connector.ts'
import type { Journal } from '../store/journal.ts'
import type { LeftList } from '../store/leftList.ts'
import type { MirrorStore } from '../store/mirror.ts'
import type { PlanStore } from '../store/plans.ts'
import type { Counted } from './progressFeed.ts'

/** What a run works with. */
export interface RunDeps {
  readonly db: DatabaseSync
  readonly clock: Clock
  readonly account: Account
  readonly mirror: MirrorStore
  readonly plans: PlanStore
  readonly journal: Journal
  readonly left: LeftList
  readonly onProgress: (progress: Counted) => void
  /** The run waits for this. Returns how to say that it is over. */
  readonly onWait: (wait: RunWait) => () => void
  /** Aborted when nobody wants to wait to learn whether requests without an answer got through. */
  readonly leaveDoubts: AbortSignal
  /** What answers show of those who were written is noted. */
  readonly verifies?: boolean
  /** A broken connection is waited for. */
  readonly goesOn?: boolean
  /** Given a secret that the service shows just once. Nothing of a run keeps it. */
  readonly onSecret?: (secret: NewSecret) => void
  /** Called in the transaction that ends the run. */
  readonly onEnd: () => void
}
