/** Browsers stop laying out elements near 33,000,000 px; a taller list is scrolled on a shorter track. */
const longestTrack = 10_000_000

/** Rows of one height behind a window of `viewHeight` px. */
export interface Rows {
  readonly count: number
  readonly rowHeight: number
  readonly viewHeight: number
}

/** How high the scrolled element is, in px. */
export function trackHeight({ count, rowHeight }: Rows): number {
  return Math.min(count * rowHeight, longestTrack)
}

export function isScaled({ count, rowHeight }: Rows): boolean {
  return count * rowHeight > longestTrack
}

/** How far into the rows, in px of rows, a scroll position of the track is. */
export function offsetAt(rows: Rows, scrollTop: number): number {
  return scrollTop * scaleOf(rows)
}

/** The inverse of `offsetAt`. */
export function scrollTopAt(rows: Rows, offset: number): number {
  return offset / scaleOf(rows)
}

export function furthestOffset({ count, rowHeight, viewHeight }: Rows): number {
  return Math.max(0, count * rowHeight - viewHeight)
}

/** First and last row to draw, with `spare` more on each side; `last` is below `first` where there are none. */
export function rowsAt(rows: Rows, offset: number, spare: number): { first: number; last: number } {
  const { count, rowHeight, viewHeight } = rows
  const last = Math.min(count - 1, Math.ceil((offset + viewHeight) / rowHeight) - 1 + spare)
  return { first: Math.max(0, Math.min(Math.floor(offset / rowHeight) - spare, last)), last }
}

/** The nearest offset at which a row is wholly seen. */
export function offsetShowing(rows: Rows, offset: number, index: number): number {
  const top = index * rows.rowHeight
  if (top < offset) return top
  return Math.max(offset, top + rows.rowHeight - rows.viewHeight)
}

function scaleOf(rows: Rows): number {
  if (!isScaled(rows)) return 1
  return furthestOffset(rows) / (trackHeight(rows) - rows.viewHeight)
}
