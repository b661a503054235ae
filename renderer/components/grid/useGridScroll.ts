import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import {
  furthestOffset,
  isScaled,
  offsetAt,
  offsetShowing,
  type Rows,
  rowsAt,
  scrollTopAt,
  trackHeight,
} from './scrollTrack.ts'

const spareRows = 6
/** Columns are drawn in steps, so that a sideways scroll doesn't draw them anew with each px. */
const sidewaysStep = 200

interface GridView {
  readonly first: number
  readonly last: number
  /** Where the first drawn row stands on the track, in px. */
  readonly top: number
  readonly left: number
  readonly width: number
  readonly height: number
}

interface GridScroll extends GridView {
  readonly viewport: RefObject<HTMLDivElement | null>
  readonly trackHeight: number
  /** At most so many rows are drawn: elements of rows that left are used again for those that come. */
  readonly slots: number
  readonly showRow: (index: number) => void
}

const nothingSeen: GridView = { first: 0, last: -1, top: 0, left: 0, width: 0, height: 0 }

/**
 * Which rows are seen. Where the rows are taller than the track, the wheel and the keys still move by rows and only
 * the scrollbar moves by shares of the whole.
 */
export function useGridScroll(count: number, rowHeight: number, headerHeight: number): GridScroll {
  const viewport = useRef<HTMLDivElement>(null)
  const offset = useRef(0)
  /** The scroll position that `moveTo` left behind: any other is the user's. */
  const placed = useRef(-1)
  const [view, setView] = useState(nothingSeen)

  const rowsIn = (element: HTMLElement): Rows => ({
    count,
    rowHeight,
    viewHeight: Math.max(0, element.clientHeight - headerHeight),
  })

  const look = useEffectEvent(() => {
    const element = viewport.current
    if (element === null) return
    const rows = rowsIn(element)
    const { scrollTop } = element
    if (Math.abs(scrollTop - placed.current) > 1) offset.current = offsetAt(rows, scrollTop)
    offset.current = Math.min(offset.current, furthestOffset(rows))
    placed.current = scrollTop
    const { first, last } = rowsAt(rows, offset.current, spareRows)
    const next: GridView = {
      first,
      last,
      top: isScaled(rows) ? scrollTop + first * rowHeight - offset.current : first * rowHeight,
      left: Math.floor(element.scrollLeft / sidewaysStep) * sidewaysStep,
      width: element.clientWidth,
      height: rows.viewHeight,
    }
    setView((seen) => (isSame(seen, next) ? seen : next))
  })

  const moveTo = (element: HTMLElement, to: number): void => {
    const rows = rowsIn(element)
    offset.current = Math.max(0, Math.min(to, furthestOffset(rows)))
    element.scrollTop = scrollTopAt(rows, offset.current)
    placed.current = element.scrollTop
  }

  const onWheel = useEffectEvent((event: WheelEvent) => {
    const element = viewport.current
    if (element === null || event.ctrlKey || event.shiftKey || event.deltaY === 0) return
    if (!isScaled(rowsIn(element))) return
    event.preventDefault()
    moveTo(element, offset.current + wheelPixels(event, rowHeight))
    element.scrollLeft += event.deltaX
    look()
  })

  useEffect(() => {
    const element = viewport.current
    if (element === null) return
    const onScroll = () => look()
    const wheel = (event: WheelEvent) => onWheel(event)
    const resized = new ResizeObserver(onScroll)
    resized.observe(element)
    element.addEventListener('scroll', onScroll, { passive: true })
    element.addEventListener('wheel', wheel, { passive: false })
    return () => {
      resized.disconnect()
      element.removeEventListener('scroll', onScroll)
      element.removeEventListener('wheel', wheel)
    }
  }, [])

  useLayoutEffect(() => look(), [count, rowHeight, headerHeight])

  return {
    ...view,
    viewport,
    slots: Math.ceil(view.height / rowHeight) + 2 * spareRows + 1,
    trackHeight: trackHeight({ count, rowHeight, viewHeight: view.height }),
    showRow: (index) => {
      const element = viewport.current
      if (element === null) return
      const to = offsetShowing(rowsIn(element), offset.current, index)
      if (to === offset.current) return
      moveTo(element, to)
      // The scroll event that follows finds the position it expects and draws these rows.
      element.dispatchEvent(new Event('scroll'))
    },
  }
}

function wheelPixels({ deltaY, deltaMode }: WheelEvent, rowHeight: number): number {
  return deltaMode === WheelEvent.DOM_DELTA_LINE ? deltaY * rowHeight : deltaY
}

function isSame(a: GridView, b: GridView): boolean {
  return (Object.keys(a) as (keyof GridView)[]).every((key) => a[key] === b[key])
}
