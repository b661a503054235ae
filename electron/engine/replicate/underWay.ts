import type { ReplicationProgress } from '../../../shared/contract/replications.ts'
import type { ConnectionId } from '../../../shared/model.ts'

/** A replication that is being written. */
export interface ReplicationUnderWay {
  readonly connection: ConnectionId
  /** At once, also where the database keeps it waiting. */
  readonly stop: () => void
  /** Resolves however it ends. */
  ended: Promise<void>
  progress: ReplicationProgress | null
}
