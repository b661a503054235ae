import type { Mapping, SourceId } from '../../../shared/model.ts'
import { connectorFor } from '../connectors/registry.ts'
import type { EngineParts } from '../createEngine.ts'
import type { CheckedFile } from './checkedFile.ts'

export interface CheckTarget {
  readonly source: SourceId
  /** An account, by id or name. */
  readonly connection: string
  readonly mapping: Mapping
}

/** Checks all rows as a mapping reads them for an account; nothing to do where that is known. Pushes `check.progress`. */
export function runCheck(
  { checks, sources, connections, push }: EngineParts,
  { source, connection, mapping }: CheckTarget,
  signal: AbortSignal,
): Promise<CheckedFile> {
  const { info } = sources.get(source)
  const { identifiers } = connectorFor(connections.find(connection).service)
  const onProgress = (rows: number) =>
    push({ name: 'check.progress', payload: { source, rows, total: info.rows } })
  return checks.run({ info, mapping, identifiers, onProgress }, signal)
}
