import type { ReactNode } from 'react'

/** One column of a `DataGrid`. */
export interface GridColumn<T> {
  readonly key: string
  readonly title: string
  /** What the header shows in the place of its title. */
  readonly header?: ReactNode
  /** In px; a column that grows is never narrower than this. */
  readonly width: number
  /** Its share of the space that is left over. */
  readonly grow?: number
  readonly align?: 'start' | 'end'
  /** Without state of its own: its place is given to another row when this one scrolls away. */
  readonly render: (row: T, index: number) => ReactNode
}

export interface PlacedColumn {
  readonly key: string
  readonly left: number
  readonly width: number
}

interface Sizes {
  readonly key: string
  readonly width: number
  readonly grow?: number
}

/** Where each column stands: widths that the user dragged first, the rest of the room shared by those that grow. */
export function placeColumns(
  columns: readonly Sizes[],
  room: number,
  dragged: Readonly<Record<string, number>>,
): readonly PlacedColumn[] {
  const least = columns.reduce((sum, { key, width }) => sum + (dragged[key] ?? width), 0)
  const growing = columns.reduce((sum, { key, grow = 0 }) => sum + (key in dragged ? 0 : grow), 0)
  const share = growing === 0 ? 0 : Math.max(0, room - least) / growing
  let left = 0
  return columns.map(({ key, width, grow = 0 }) => {
    const placed = { key, left, width: Math.floor(dragged[key] ?? width + grow * share) }
    left += placed.width
    return placed
  })
}

export function widthOf(placed: readonly PlacedColumn[]): number {
  const last = placed.at(-1)
  return last === undefined ? 0 : last.left + last.width
}

/** The columns that a window from `from` to `to` px touches; `last` is below `first` where it touches none. */
export function columnsBetween(
  placed: readonly PlacedColumn[],
  from: number,
  to: number,
): { first: number; last: number } {
  const first = placed.findIndex(({ left, width }) => left + width > from)
  if (first === -1) return { first: placed.length, last: placed.length - 1 }
  return { first, last: placed.findLastIndex(({ left }) => left < to) }
}
