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
  /** In px: it grows no wider, so that what stands beside it in a row stays near; left out: without end. */
  readonly most?: number
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
  readonly most?: number
}

/** Where each column stands: widths that the user dragged first, the rest of the room shared by those that grow. */
export function placeColumns(
  columns: readonly Sizes[],
  room: number,
  dragged: Readonly<Record<string, number>>,
): readonly PlacedColumn[] {
  const widths = new Map(columns.map(({ key, width }) => [key, dragged[key] ?? width]))
  let growing = columns.filter(({ key, grow = 0 }) => grow > 0 && !(key in dragged))
  let rest = room - [...widths.values()].reduce((sum, width) => sum + width, 0)
  while (growing.length > 0 && rest > 0) {
    const share = rest / growing.reduce((sum, { grow = 0 }) => sum + grow, 0)
    const full = growing.filter(({ width, grow = 0, most = Infinity }) => width + grow * share > most)
    // What is full leaves the others more.
    const taking = full.length > 0 ? full : growing
    for (const { key, width, grow = 0, most = Infinity } of taking) {
      const to = Math.min(most, width + grow * share)
      widths.set(key, to)
      rest -= to - width
    }
    growing = full.length > 0 ? growing.filter((column) => !full.includes(column)) : []
  }
  let left = 0
  return columns.map(({ key }) => {
    const placed = { key, left, width: Math.floor(widths.get(key) ?? 0) }
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
