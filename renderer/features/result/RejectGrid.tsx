import { useMemo } from 'react'
import type { RejectView } from '../../../shared/contract/runs.ts'
import { CutText } from '../../components/CutText.tsx'
import { DataGrid } from '../../components/DataGrid.tsx'
import type { GridColumn } from '../../components/grid/gridColumns.ts'
import { count } from '../../words.ts'
import type { Corrections } from './withCell.ts'
import { EditableCell } from './EditableCell.tsx'

interface RejectGridProps {
  readonly label: string
  readonly columns: readonly string[]
  readonly rows: readonly RejectView[]
  readonly corrections: Corrections
  /** `null`: they can't be corrected now. */
  readonly onCorrect: ((row: RejectView, column: number, value: string) => void) | null
}

const rowHeight = 34
const mostRowsSeen = 9

/** Rows as they are in the file, each cell to be typed over. */
export function RejectGrid({ label, columns, rows, corrections, onCorrect }: RejectGridProps) {
  const gridColumns = useMemo(
    () => [rowColumn, ...columns.map((name, at) => cellColumn(name, at, corrections, onCorrect))],
    [columns, corrections, onCorrect],
  )
  return (
    <div style={{ height: 54 + Math.min(rows.length, mostRowsSeen) * rowHeight, display: 'flex' }}>
      <DataGrid
        label={label}
        count={rows.length}
        columns={gridColumns}
        rowAt={(index) => rows[index]}
        rowHeight={rowHeight}
        toneOf={({ row }) => (corrections.has(row) ? 'changed' : undefined)}
      />
    </div>
  )
}

const rowColumn: GridColumn<RejectView> = {
  key: 'row',
  title: 'Row',
  width: 64,
  align: 'end',
  render: ({ row }) => count(row),
}

function cellColumn(
  name: string,
  at: number,
  corrections: Corrections,
  onCorrect: RejectGridProps['onCorrect'],
): GridColumn<RejectView> {
  return {
    key: `cell ${at}`,
    title: name,
    width: 150,
    grow: 1,
    render: (reject) => {
      const original = reject.cells[at] ?? ''
      if (onCorrect === null) return <CutText>{original}</CutText>
      return (
        <EditableCell
          // What is being typed stays with its row when this place is given to another.
          key={reject.row}
          label={`${name}, row ${reject.row}`}
          value={corrections.get(reject.row)?.[at] ?? original}
          original={original}
          onChange={(value) => onCorrect(reject, at, value)}
        />
      )
    },
  }
}
