import { useMemo } from 'react'
import type { SourcePreviewView } from '../../../shared/contract/sources.ts'
import type { Problem, SourceInfo } from '../../../shared/model.ts'
import { DataGrid } from '../../components/DataGrid.tsx'
import { usePagedRows } from '../../components/usePagedRows.ts'
import { useEngine } from '../../EngineContext.tsx'
import { sourceColumns, type SourceRow } from './sourceColumns.tsx'

/** The file as a table: its first rows at once, all of them when it is read. */
export function SourceGrid({
  name,
  preview,
  staged,
  problems,
  onHeader,
}: {
  readonly name: string
  readonly preview: SourcePreviewView | undefined
  readonly staged: SourceInfo | null
  readonly problems: readonly Problem[]
  readonly onHeader: ((row: SourceRow) => void) | null
}) {
  const { engine } = useEngine()
  const source = staged?.id ?? ''
  const paged = usePagedRows<SourceRow>(['sources', 'rows', source], staged?.rows ?? 0, (offset, limit) =>
    engine.sources.rows({ source, from: offset + 1, limit }),
  )
  const first = preview?.rows
  const rowAt = (index: number): SourceRow | undefined => {
    const cells = first?.[index]
    return (staged === null ? undefined : paged.rowAt(index)) ?? (cells && { row: index + 1, cells })
  }
  const names = staged?.columns ?? preview?.columns
  const columns = useMemo(
    () => sourceColumns(names ?? [], first ?? [], problems, onHeader, staged?.parts),
    [names, first, problems, onHeader, staged?.parts],
  )
  return (
    <DataGrid
      label={`Rows of ${name}`}
      count={staged?.rows ?? first?.length ?? 0}
      columns={columns}
      rowAt={rowAt}
      onRange={paged.onRange}
      empty={preview === undefined ? undefined : 'There is no row below the column names.'}
    />
  )
}
