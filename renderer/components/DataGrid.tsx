import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useId,
  useMemo,
  useState,
} from 'react'
import { useStable } from '../useStable.ts'
import classes from './grid/DataGrid.module.css'
import { columnsBetween, type GridColumn, placeColumns, widthOf } from './grid/gridColumns.ts'
import { GridHeader } from './grid/GridHeader.tsx'
import { rowAfterKey } from './grid/gridKeys.ts'
import { GridRow } from './grid/GridRow.tsx'
import type { GridSelection } from './grid/gridSelection.ts'
import { useGridScroll } from './grid/useGridScroll.ts'

interface DataGridProps<T> {
  /** What the table is, for screen readers: `Rows of people.csv`. */
  readonly label: string
  /** How many rows there are in all: up to 5,000,000. */
  readonly count: number
  /** Keep the same array while nothing changes: rows are drawn anew with it. The first column stays in sight. */
  readonly columns: readonly GridColumn<T>[]
  /** `undefined`: not here yet; the row shows a placeholder. */
  readonly rowAt: (index: number) => T | undefined
  /** The rows that are drawn now, to fetch them. */
  readonly onRange?: (first: number, last: number) => void
  /** Given: the active row is the caller's to keep. */
  readonly active?: number | null
  readonly onActive?: (index: number) => void
  /** Enter or a double click on a row. */
  readonly onOpen?: (row: T, index: number) => void
  readonly selection?: GridSelection<T>
  /** Becomes `data-tone` of the row: `new`, `changed`, `held`, `rejected`, `quiet`. */
  readonly toneOf?: (row: T) => string | undefined
  readonly rowHeight?: number
  readonly headerHeight?: number
  /** In the place of rows where there are none. */
  readonly empty?: ReactNode
}

const tickWidth = 36

/**
 * A table of any length: only what is seen is drawn. Arrows, Page Up and Down, Home and End move the active row, Enter
 * opens it, Space ticks it, Left and Right scroll sideways.
 */
export function DataGrid<T>(props: DataGridProps<T>) {
  const { label, count, columns, rowAt, selection, rowHeight = 34, headerHeight = 36 } = props
  const id = useId()
  const [dragged, setDragged] = useState<Readonly<Record<string, number>>>({})
  const [ownActive, setOwnActive] = useState<number | null>(null)
  const scroll = useGridScroll(count, rowHeight, headerHeight)
  const { first, last } = scroll

  const active = props.active === undefined ? ownActive : props.active
  const indent = selection === undefined ? 0 : tickWidth
  const room = scroll.width - indent
  const placed = useMemo(() => placeColumns(columns, room, dragged), [columns, room, dragged])
  const drawn = columnsBetween(placed, scroll.left, scroll.left + scroll.width + 200)
  const firstColumn = Math.max(1, drawn.first)

  const onRange = useEffectEvent((from: number, to: number) => props.onRange?.(from, to))
  useEffect(() => {
    if (last >= first) onRange(first, last)
  }, [first, last])

  const activate = (index: number): void => {
    setOwnActive(index)
    props.onActive?.(index)
  }
  const open = (index: number): void => {
    const row = rowAt(index)
    if (row !== undefined) props.onOpen?.(row, index)
  }
  const tick = (index: number): void => {
    const row = rowAt(index)
    if (row === undefined || selection === undefined) return
    const state = selection.stateOf(row)
    if (state !== 'none') selection.onTick(row, state !== 'on')
  }
  const onClick = useStable(activate)
  const onOpen = useStable(open)

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const to = rowAfterKey(event.key, active, count, Math.floor(scroll.height / rowHeight))
    if (to !== null) {
      activate(to)
      scroll.showRow(to)
    } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight')
      event.currentTarget.scrollLeft += event.key === 'ArrowLeft' ? -120 : 120
    else if (event.key === 'Enter' && active !== null) open(active)
    else if (event.key === ' ' && active !== null && selection !== undefined) tick(active)
    else return
    event.preventDefault()
  }

  const rows = []
  for (let index = first; index <= last; index += 1) {
    const row = rowAt(index)
    rows.push(
      <GridRow
        key={index % scroll.slots}
        id={`${id}-${index}`}
        index={index}
        row={row}
        columns={columns}
        placed={placed}
        firstColumn={firstColumn}
        lastColumn={drawn.last}
        active={active === index}
        tone={row === undefined ? undefined : props.toneOf?.(row)}
        selection={selection}
        onClick={onClick}
        onOpen={onOpen}
      />,
    )
  }
  const seesActive = active !== null && active >= first && active <= last
  return (
    <div className={classes.frame}>
      <div
        ref={scroll.viewport}
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={count + 1}
        aria-colcount={columns.length + (selection === undefined ? 0 : 1)}
        aria-multiselectable={selection === undefined ? undefined : true}
        aria-activedescendant={seesActive ? `${id}-${active}` : undefined}
        className={classes.viewport}
        onKeyDown={onKeyDown}
      >
        <div
          role="presentation"
          className={classes.track}
          style={{ height: headerHeight + scroll.trackHeight, width: indent + widthOf(placed) }}
        >
          <GridHeader
            columns={columns}
            placed={placed}
            firstColumn={firstColumn}
            lastColumn={drawn.last}
            height={headerHeight}
            selection={selection}
            onResize={(key, width) => setDragged((widths) => resized(widths, key, width))}
          />
          <div
            role="rowgroup"
            className={classes.rows}
            style={{ transform: `translateY(${scroll.top}px)`, ...rowHeightOf(rowHeight) }}
          >
            {rows}
          </div>
        </div>
      </div>
      {count === 0 && props.empty !== undefined ? <div className={classes.empty}>{props.empty}</div> : null}
    </div>
  )
}

function rowHeightOf(px: number): CSSProperties {
  return { '--row-height': `${px}px` } as CSSProperties
}

function resized(
  widths: Readonly<Record<string, number>>,
  key: string,
  width: number | null,
): Readonly<Record<string, number>> {
  if (width !== null) return { ...widths, [key]: width }
  return Object.fromEntries(Object.entries(widths).filter(([other]) => other !== key))
}
