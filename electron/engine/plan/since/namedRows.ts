import type { PlanSpec } from '../../../../shared/contract/plans.ts'
import { breathe } from '../../breathe.ts'
import type { Connector } from '../../connectors/connector.ts'
import type { SomeCells, StagedRows } from '../../source/stagedRows.ts'
import { identityReader } from '../readRow.ts'

const batchRows = 1000

export interface NamedRow {
  readonly row: number
  readonly name: string
  readonly id: string | null
}

/** Who the rows are about, and their stable ids from this column, batch by batch. */
export async function* namedRows(
  staged: StagedRows,
  spec: PlanSpec,
  idColumn: number | null,
  connector: Pick<Connector, 'identifiers'>,
): AsyncGenerator<readonly NamedRow[]> {
  const reader = identityReader(spec, staged.info.columns, connector)
  const columns = idColumn === null ? reader.columns : [...new Set([...reader.columns, idColumn])]
  for (const batch of staged.iterateColumns(columns, batchRows)) {
    yield batch.flatMap((row) => namedRow(row, reader.read(row)?.identity ?? null, idColumn))
    await breathe()
  }
}

function namedRow({ row, cells }: SomeCells, name: string | null, idColumn: number | null): NamedRow[] {
  const id = idColumn === null ? '' : (cells[idColumn] ?? '').trim()
  return name === null ? [] : [{ row, name, id: id === '' ? null : id }]
}
