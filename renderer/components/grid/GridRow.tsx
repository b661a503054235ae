import { memo, type ReactNode } from 'react'
import classes from './DataGrid.module.css'
import type { GridColumn, PlacedColumn } from './gridColumns.ts'
import type { GridSelection } from './gridSelection.ts'
import { SelectionBox } from './SelectionBox.tsx'

export interface GridRowProps<T> {
  readonly id: string
  readonly index: number
  readonly row: T | undefined
  readonly columns: readonly GridColumn<T>[]
  readonly placed: readonly PlacedColumn[]
  readonly firstColumn: number
  readonly lastColumn: number
  readonly active: boolean
  readonly tone: string | undefined
  readonly selection: GridSelection<T> | undefined
  readonly onClick: (index: number) => void
  readonly onOpen: (index: number) => void
}

function Row<T>(props: GridRowProps<T>) {
  const { id, index, row, active, tone, selection } = props
  const isOff = row !== undefined && selection?.stateOf(row) === 'off'
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selection === undefined ? active : row !== undefined && !isOff}
      className={classes.row}
      data-active={active || undefined}
      data-odd={index % 2 === 1 || undefined}
      data-tone={tone}
      data-off={isOff || undefined}
      onClick={() => props.onClick(index)}
      onDoubleClick={() => props.onOpen(index)}
    >
      {selection === undefined ? null : (
        <div role="gridcell" aria-colindex={1} className={classes.tick}>
          {row === undefined ? null : <SelectionBox row={row} selection={selection} />}
        </div>
      )}
      {cellsOf(props)}
    </div>
  )
}

function cellsOf<T>(props: GridRowProps<T>): ReactNode {
  const { columns, placed, firstColumn, lastColumn, row, index, selection } = props
  const shift = selection === undefined ? 1 : 2
  const cell = (at: number, sticky: boolean) => {
    const column = columns[at]
    const place = placed[at]
    if (column === undefined || place === undefined) return null
    return (
      <div
        key={column.key}
        role="gridcell"
        aria-colindex={at + shift}
        className={classes.cell}
        data-align={column.align}
        data-sticky={sticky || undefined}
        style={{ width: place.width }}
      >
        {row === undefined ? <span className={classes.waiting} /> : column.render(row, index)}
      </div>
    )
  }
  const gap = (placed[firstColumn]?.left ?? 0) - (placed[0]?.width ?? 0)
  const seen = []
  for (let at = firstColumn; at <= lastColumn; at += 1) seen.push(cell(at, false))
  return (
    <>
      {cell(0, true)}
      {gap > 0 ? <span className={classes.gap} style={{ width: gap }} /> : null}
      {seen}
    </>
  )
}

/** One row; drawn anew only when something of it changed. */
export const GridRow = memo(Row) as typeof Row
