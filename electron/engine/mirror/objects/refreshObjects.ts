import { AppError } from '../../../../shared/errors.ts'
import type { ReplicatedTable } from '../../../../shared/contract/replications.ts'
import type { ObjectTypeView } from '../../../../shared/contract/objects.ts'
import type { ConnectionId } from '../../../../shared/model.ts'
import type { ObjectTypeId } from '../../../../shared/objectTypes.ts'
import type { EngineParts } from '../../createEngine.ts'
import { openTarget } from '../../replicate/openTarget.ts'
import { replicate } from '../../replicate/replicate.ts'
import type { Connection } from '../../store/connections.ts'
import { throttle } from '../../throttle.ts'
import { keptFile } from './keptTables.ts'
import { keptTypes } from './keptTypes.ts'

const progressMs = 100

/**
 * Reads objects of an account into this computer, as a copy is written (ADR 030): page by page, what is new where a list
 * can be narrowed down to it, and on from where an earlier reading stopped.
 * @throws AppError `invalid-input` for what the mirror has anyway, or the account hasn't
 */
export function refreshObjects(
  parts: EngineParts,
  connection: Connection,
  wanted: readonly ObjectTypeId[],
  isWhole: boolean,
  signal: AbortSignal,
): Promise<readonly ReplicatedTable[]> {
  const { id } = connection
  const known = keptTypes(parts, connection)
  const types = wanted.map((one) => forQueries(known, one, connection.name))
  const stopped = new AbortController()
  return inObjectTurn(parts, id, AbortSignal.any([signal, stopped.signal]), async (either) => {
    parts.readingObjects.add(stopped)
    const tables: ReplicatedTable[] = []
    const progress = throttle(parts.clock, progressMs, (payload: { title: string; rows: number }) =>
      parts.push({ name: 'objects.progress', payload: { connection: id, ...payload } }),
    )
    const deps = {
      clock: parts.clock,
      open: () =>
        openTarget({ is: 'sqlite', path: keptFile(parts.dataFolder, id) }, { password: null, isNew: true }),
      onProgress: ({ title, rows }: { title: string; rows: number }) => progress.offer({ title, rows }),
      onTable: (table: ReplicatedTable) => void tables.push(table),
    }
    try {
      const { account } = await parts.accounts.open(connection)
      await replicate({ ...deps, account }, { connection: id, prefix: '' }, types, isWhole, either)
    } catch (error) {
      throw either.aborted ? either.reason : error
    } finally {
      parts.readingObjects.delete(stopped)
      progress.end()
      parts.push({ name: 'changed', payload: { what: 'queries' } })
    }
    return tables
  })
}

/** Does work while nothing else reads objects of this account into this computer. */
export function inObjectTurn<T>(
  { queue, closing }: Pick<EngineParts, 'queue' | 'closing'>,
  connection: ConnectionId,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const either = AbortSignal.any([signal, closing])
  return queue.run(`objects of ${connection}`, either, () => work(either))
}

function forQueries(known: readonly ObjectTypeView[], id: ObjectTypeId, name: string): ObjectTypeView {
  const type = known.find((one) => one.id === id)
  if (type === undefined) {
    const titles = known.map(({ title }) => title.toLowerCase()).join(', ')
    throw new AppError(
      'invalid-input',
      `There is no ${id} to be read from “${name}” for queries. There are: ${titles}. People, audiences and fields come with reading everyone.`,
    )
  }
  // Who left a segment is only seen by reading all of it.
  return type.parent === null ? type : { ...type, incremental: [] }
}
