import { VisuallyHidden } from '@mantine/core'
import type { PointerEvent } from 'react'
import classes from './DataGrid.module.css'
import type { GridColumn, PlacedColumn } from './gridColumns.ts'
import type { GridSelection } from './gridSelection.ts'
import { TickBox } from './TickBox.tsx'

interface GridHeaderProps<T> {
  readonly columns: readonly GridColumn<T>[]
  readonly placed: readonly PlacedColumn[]
  readonly firstColumn: number
  readonly lastColumn: number
  readonly height: number
  readonly selection: GridSelection<T> | undefined
  /** `null`: back to the width it had. */
  readonly onResize: (key: string, width: number | null) => void
}

export function GridHeader<T>(props: GridHeaderProps<T>) {
  const { columns, placed, firstColumn, lastColumn, selection, height } = props
  const shift = selection === undefined ? 1 : 2
  const gap = (placed[firstColumn]?.left ?? 0) - (placed[0]?.width ?? 0)
  const seen = columns.map((column, at) => ({ column, at, place: placed[at] }))
  const drawn = seen.filter(({ at }) => at === 0 || (at >= firstColumn && at <= lastColumn))
  return (
    <div role="rowgroup" className={classes.head} style={{ height }}>
      <div role="row" aria-rowindex={1} className={classes.headRow}>
        {selection === undefined ? null : (
          <div role="columnheader" aria-colindex={1} className={classes.tick}>
            {selection.all === undefined ? <VisuallyHidden>Ticked</VisuallyHidden> : null}
            <TickAll all={selection.all} />
          </div>
        )}
        {drawn.map(({ column, at, place }) => (
          <div
            key={column.key}
            role="columnheader"
            aria-colindex={at + shift}
            className={classes.headCell}
            data-align={column.align}
            data-sticky={at === 0 || undefined}
            style={{ width: place?.width, marginInlineEnd: at === 0 && gap > 0 ? gap : undefined }}
          >
            {column.header ?? (
              <span className={classes.headTitle} title={column.title}>
                {column.title}
              </span>
            )}
            <span
              className={classes.handle}
              aria-hidden
              onPointerDown={(event) =>
                dragWidth(event, place?.width ?? 0, (width) => props.onResize(column.key, width))
              }
              onDoubleClick={() => props.onResize(column.key, null)}
            />
          </div>
        ))}
      </div>
    </div>
  )
}

function TickAll({ all }: { readonly all: GridSelection<never>['all'] }) {
  if (all === undefined) return null
  return <TickBox label={all.label} state={all.state} reachable onTick={all.onTick} />
}

const narrowest = 48

function dragWidth(event: PointerEvent<HTMLElement>, width: number, onWidth: (width: number) => void): void {
  const handle = event.currentTarget
  const from = event.clientX
  event.preventDefault()
  handle.setPointerCapture(event.pointerId)
  const onMove = (move: globalThis.PointerEvent) => onWidth(Math.max(narrowest, width + move.clientX - from))
  handle.addEventListener('pointermove', onMove)
  const done = () => handle.removeEventListener('pointermove', onMove)
  handle.addEventListener('pointerup', done, { once: true })
  handle.addEventListener('pointercancel', done, { once: true })
}
