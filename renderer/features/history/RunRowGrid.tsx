import { Text } from '@mantine/core'
import { useMemo } from 'react'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import type { RunRowView } from '../../../shared/contract/runs.ts'
import { CutText } from '../../components/CutText.tsx'
import { DataGrid } from '../../components/DataGrid.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import type { GridColumn } from '../../components/grid/gridColumns.ts'
import { Meaning } from '../../components/Meaning.tsx'
import { OpenButton } from '../../components/OpenButton.tsx'
import { count } from '../../words.ts'
import { rowTitle } from '../objects/objectWords.ts'
import type { RunRowsFound } from './useRunRows.ts'

interface RunRowGridProps {
  readonly found: RunRowsFound
  /** What the rows are about where it is not people. */
  readonly object: PlanSummary['object']
  readonly onOpen: (row: number) => void
}

export function RunRowGrid({ found, object, onOpen }: RunRowGridProps) {
  const columns = useMemo(() => columnsOf(object, onOpen), [object, onOpen])
  if (found.error !== null) return <ErrorNote title="The rows could not be read" error={found.error} />
  return (
    <DataGrid
      label="Rows of this run"
      count={found.count}
      columns={columns}
      rowAt={found.rowAt}
      onRange={found.onRange}
      onOpen={({ row }) => onOpen(row)}
      empty={
        found.isReading ? undefined : (
          <Text c="dimmed">
            No row is like that. Choose another outcome, or a shorter part of the address.
          </Text>
        )
      }
    />
  )
}

function columnsOf(
  object: PlanSummary['object'],
  onOpen: (row: number) => void,
): readonly GridColumn<RunRowView>[] {
  return [
    { key: 'row', title: 'Row', width: 80, align: 'end', render: ({ row }) => count(row) },
    { key: 'outcome', title: 'Outcome', width: 136, render: ({ outcome }) => <Meaning of={outcome} /> },
    {
      key: 'email',
      title: object === null ? 'Address' : rowTitle(object),
      width: 200,
      grow: 1,
      render: ({ row, email }) => (
        <OpenButton label={`Open row ${row}`} onOpen={() => onOpen(row)}>
          {email ?? (object === null ? 'no address' : `row ${row}`)}
        </OpenButton>
      ),
    },
    {
      key: 'reason',
      title: 'Why',
      width: 260,
      grow: 2,
      render: ({ reason }) => <CutText c="dimmed">{reason ?? ''}</CutText>,
    },
  ]
}
