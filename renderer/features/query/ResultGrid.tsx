import { Text } from '@mantine/core'
import { useMemo } from 'react'
import type { QueryCell } from '../../../shared/contract/queries.ts'
import { CutText } from '../../components/CutText.tsx'
import { DataGrid } from '../../components/DataGrid.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import type { GridColumn } from '../../components/grid/gridColumns.ts'
import { usePagedRows } from '../../components/usePagedRows.ts'
import { useEngine } from '../../EngineContext.tsx'
import type { ShownResult } from './useQueryRun.ts'

type Row = readonly QueryCell[]

export function ResultGrid({ result }: { readonly result: ShownResult }) {
  const { engine } = useEngine()
  const columns = useMemo(() => columnsOf(result), [result])
  const { rowAt, onRange, error } = usePagedRows(
    ['queries', 'page', result.result],
    result.rows,
    (offset, limit) => engine.queries.page({ result: result.result, offset, limit }),
  )
  if (error !== null) return <ErrorNote title="The rows could not be read" error={error} />
  return (
    <DataGrid
      label="Result of the query"
      count={result.rows}
      columns={columns}
      rowAt={rowAt}
      onRange={onRange}
      empty={<Text c="dimmed">The query found nothing.</Text>}
    />
  )
}

function columnsOf({ columns }: ShownResult): readonly GridColumn<Row>[] {
  return columns.map(({ name, type }, index) => ({
    key: `${index} ${name}`,
    title: name,
    ...widthOf(name, type),
    ...(type === 'number' && { align: 'end' as const }),
    render: (row) => <Cell cell={row[index] ?? null} />,
  }))
}

function widthOf(name: string, type: ShownResult['columns'][number]['type']) {
  if (type === 'number') return { width: Math.max(90, name.length * 9) }
  if (type === 'date') return { width: 180 }
  return {
    width: /mail/i.test(name) ? 220 : Math.min(240, Math.max(120, name.length * 9)),
    grow: 1,
    most: 480,
  }
}

function Cell({ cell }: { readonly cell: QueryCell }) {
  return cell === null ? (
    <Text span inherit c="dimmed">
      –
    </Text>
  ) : (
    <CutText>{String(cell)}</CutText>
  )
}
