import type { PlanSpec } from '../../../shared/contract/plans.ts'
import { breathe } from '../breathe.ts'
import { connectorFor } from '../connectors/registry.ts'
import type { EngineParts } from '../createEngine.ts'
import { identityReader } from '../plan/readRow.ts'
import type { StagedRows } from '../source/stagedRows.ts'
import { inTransaction } from '../store/transaction.ts'

const batchRows = 1000

/**
 * Puts those on the list of who left of whom the file says so. When a run begins, not before: until then nobody said that
 * the column was understood.
 */
export async function noteWhoLeftInFile(
  { db, left, connections, clock }: Pick<EngineParts, 'db' | 'left' | 'connections' | 'clock'>,
  spec: PlanSpec,
  staged: StagedRows,
  signal: AbortSignal,
): Promise<void> {
  if (spec.mapping.left.length === 0 || (spec.object ?? null) !== null) return
  const { service, practiceAddress } = connections.find(spec.connection)
  const reader = identityReader(spec, staged.info.columns, connectorFor(service))
  const origin = { id: 'file', name: staged.info.name, practice: practiceAddress !== null } as const
  for (const batch of staged.iterateColumns(reader.columns, batchRows)) {
    signal.throwIfAborted()
    const people = batch.flatMap((row) => {
      const read = reader.read(row)
      return read === null || read.leftReason === null
        ? []
        : [{ identity: read.identity, reason: 'unsubscribed' as const }]
    })
    if (people.length > 0) inTransaction(db, () => left.note(origin, people, clock.now()))
    await breathe()
  }
}
