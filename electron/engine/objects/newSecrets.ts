import type { NewSecret } from '../../../shared/contract/objects.ts'
import type { RunId } from '../../../shared/model.ts'

/**
 * Secrets that a service shows just once, of what a run made. They are in memory until somebody takes them, or the
 * engine ends: nothing on disk has them.
 */
export interface NewSecrets {
  note(run: RunId, secret: NewSecret): void
  /** Those of a run that nobody took yet; gone afterwards. */
  take(run: RunId): readonly NewSecret[]
}

export function newSecrets(): NewSecrets {
  const ofRun = new Map<RunId, NewSecret[]>()
  return {
    note(run, secret) {
      ofRun.set(run, [...(ofRun.get(run) ?? []), secret])
    },
    take(run) {
      const secrets = ofRun.get(run) ?? []
      ofRun.delete(run)
      return secrets
    },
  }
}
