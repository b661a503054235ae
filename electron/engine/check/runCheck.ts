import type { Mapping, SourceId } from '../../../shared/model.ts'
import type { ObjectTarget } from '../../../shared/objectTypes.ts'
import { connectorFor } from '../connectors/registry.ts'
import type { EngineParts } from '../createEngine.ts'
import type { CheckedFile } from './checkedFile.ts'

export interface CheckTarget {
  readonly source: SourceId
  /** An account, by id or name. */
  readonly connection: string
  readonly mapping: Mapping
  /** What the rows are about where it is not people to bring in. */
  readonly object: ObjectTarget | null
}

/** Checks all rows as a mapping reads them for an account; nothing to do where that is known. Pushes `check.progress`. */
export function runCheck(
  { checks, sources, connections, push }: EngineParts,
  { source, connection, mapping, object: target }: CheckTarget,
  signal: AbortSignal,
): Promise<CheckedFile> {
  const { info } = sources.get(source)
  const { service } = connections.find(connection)
  const { identifiers } = connectorFor(service)
  const object = target && { service, target }
  const onProgress = (rows: number) =>
    push({ name: 'check.progress', payload: { source, rows, total: info.rows } })
  return checks.run({ info, mapping, identifiers, object, onProgress }, signal)
}
