import type { RunView } from '../../../shared/contract/runs.ts'
import type { EngineParts } from '../createEngine.ts'
import { connectionColour } from '../store/connectionColour.ts'
import type { Run } from '../store/journal.ts'
import { isAboutPeople } from './isAboutPeople.ts'

/** A run as hosts see it. `interrupted`: the journal says running, but no run of this engine is. */
export function viewRun(parts: EngineParts, run: Run): RunView {
  const summary = parts.plans.summary(run.plan)
  const { connection, source, undo } = summary
  return {
    id: run.id,
    plan: run.plan,
    connection: connection.name,
    connectionId: connection.id,
    colour: connectionColour(parts.connections, connection.id),
    source: source.name,
    sourceId: source.id,
    status: run.status,
    interrupted: run.status === 'running' && !parts.underWay.has(run.id),
    stoppedBecause: run.stoppedBecause,
    stoppedCode: run.stoppedCode,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    undoes: undo?.run ?? null,
    aboutPeople: isAboutPeople(summary),
    toReadBack: run.verifyAsked && run.status !== 'running' && run.status !== 'stopped',
  }
}
