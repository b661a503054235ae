import { AppError } from '../../../shared/errors.ts'
import type { EngineParts } from '../createEngine.ts'
import { inObjectTurn } from '../mirror/objects/refreshObjects.ts'

/**
 * Does work while no account is read or written by anything else.
 * @throws AppError `conflict` while a run is under way, which may take hours
 */
export function inAllTurns<T>(parts: EngineParts, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const [run] = parts.underWay.keys()
  if (run !== undefined)
    throw new AppError(
      'conflict',
      `Run ${run} is under way. Pause it or wait until it has ended, then try again.`,
    )
  for (const reading of parts.readingObjects) reading.abort(stoppedForForgetting())
  return parts.connections.list().reduce(
    (inner, { id }) =>
      () =>
        parts.inTurn(id, signal, () => inObjectTurn(parts, id, signal, inner)),
    work,
  )()
}

function stoppedForForgetting(): AppError {
  return new AppError(
    'cancelled',
    'Stopped, since somebody is being forgotten. Read it again, and it goes on where it stopped.',
  )
}
