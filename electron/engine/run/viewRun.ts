import type { RunView } from '../../../shared/contract/runs.ts'
import type { EngineParts } from '../createEngine.ts'
import { connectionColour } from '../store/connectionColour.ts'
import type { Run } from '../store/journal.ts'
import { undoTarget } from '../plan/undo/undoTarget.ts'
import { isAboutPeople } from './isAboutPeople.ts'

/**
 * A run as hosts see it. `interrupted`: the journal says running, but no run of this engine is. One that this engine
 * could not write down as stopped is stopped all the same.
 */
export function viewRun(parts: EngineParts, run: Run): RunView {
  const summary = parts.plans.summary(run.plan)
  const { connection, source, undo } = summary
  const unkept = run.status === 'running' ? parts.unkeptEnds.get(run.id) : undefined
  const status = unkept === undefined ? run.status : 'stopped'
  return {
    id: run.id,
    plan: run.plan,
    connection: connection.name,
    connectionId: connection.id,
    colour: connectionColour(parts.connections, connection.id),
    source: source.name,
    sourceId: source.id,
    status,
    interrupted: status === 'running' && !parts.underWay.has(run.id),
    stoppedBecause: unkept?.message ?? run.stoppedBecause,
    stoppedCode: unkept?.code ?? run.stoppedCode,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    undoes: undo?.run ?? null,
    aboutPeople: isAboutPeople(summary),
    undoable: isAboutPeople(summary) || undoTarget(summary) !== null,
    toReadBack: run.verifyAsked && run.status !== 'running' && run.status !== 'stopped',
  }
}
