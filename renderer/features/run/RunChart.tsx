import { VisuallyHidden } from '@mantine/core'
import { type PointerEvent, useState } from 'react'
import type { ChartPoint } from '../../../shared/contract/runs.ts'
import { count } from '../../words.ts'
import { countMarks, elapsed, timeMarks } from './chartScale.ts'
import classes from './RunChart.module.css'

/** The picture is drawn on so many units and stretched to the room there is. */
const wide = 1000
const high = 100

/** Rows settled over time, and of them the rejected; the same as a table for whoever can't see it. */
export function RunChart({
  points,
  startedAt,
}: {
  readonly points: readonly ChartPoint[]
  readonly startedAt: number
}) {
  const [pointed, setPointed] = useState<number | null>(null)
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return null
  const counts = countMarks(last.done)
  const top = counts.at(-1) ?? 1
  const spanMs = Math.max(1, last.atMs - first.atMs)
  const xOf = (atMs: number) => ((atMs - first.atMs) / spanMs) * wide
  const yOf = (rows: number) => high - (rows / top) * high
  const shown = pointed === null ? last : (points[pointed] ?? last)
  const point = ({ currentTarget, clientX }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect()
    setPointed(nearest(points, first.atMs + ((clientX - left) / width) * spanMs))
  }
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.caption} aria-hidden>
        <span className={classes.key} data-of="done">
          {count(shown.done)} settled
        </span>
        <span className={classes.key} data-of="rejected">
          {count(shown.rejected)} rejected
        </span>
        <span>{elapsed(shown.atMs - startedAt)} after the start</span>
      </figcaption>
      <div className={classes.picture} aria-hidden>
        <div className={classes.counts}>
          {counts.map((mark) => (
            <span key={mark} style={{ bottom: `${(mark / top) * 100}%` }}>
              {count(mark)}
            </span>
          ))}
        </div>
        <svg
          className={classes.plot}
          viewBox={`0 0 ${wide} ${high}`}
          preserveAspectRatio="none"
          onPointerMove={point}
          onPointerLeave={() => setPointed(null)}
        >
          {counts.map((mark) => (
            <line key={mark} className={classes.grid} x1={0} x2={wide} y1={yOf(mark)} y2={yOf(mark)} />
          ))}
          <Area of="done" line={lineOf(points, ({ atMs, done }) => [xOf(atMs), yOf(done)])} />
          {last.rejected === 0 ? null : (
            <Area of="rejected" line={lineOf(points, ({ atMs, rejected }) => [xOf(atMs), yOf(rejected)])} />
          )}
          {pointed === null ? null : (
            <line className={classes.pointer} x1={xOf(shown.atMs)} x2={xOf(shown.atMs)} y1={0} y2={high} />
          )}
        </svg>
        <div className={classes.times}>
          {timeMarks(first.atMs - startedAt, last.atMs - startedAt).map((mark) => (
            <span key={mark} style={{ left: `${xOf(startedAt + mark) / 10}%` }}>
              {elapsed(mark)}
            </span>
          ))}
        </div>
      </div>
      <PointTable points={points} startedAt={startedAt} />
    </figure>
  )
}

function Area({ of, line }: { readonly of: 'done' | 'rejected'; readonly line: string }) {
  return (
    <>
      <polygon className={classes.area} data-of={of} points={`0,${high} ${line} ${wide},${high}`} />
      <polyline className={classes.line} data-of={of} points={line} />
    </>
  )
}

function lineOf(
  points: readonly ChartPoint[],
  place: (point: ChartPoint) => readonly [x: number, y: number],
): string {
  return points
    .map((point) =>
      place(point)
        .map((part) => part.toFixed(2))
        .join(','),
    )
    .join(' ')
}

function nearest(points: readonly ChartPoint[], atMs: number): number {
  const after = points.findIndex((point) => point.atMs >= atMs)
  if (after === -1) return points.length - 1
  const [before, here] = [points[after - 1], points[after]]
  if (before === undefined || here === undefined) return after
  return atMs - before.atMs < here.atMs - atMs ? after - 1 : after
}

/** So many rows tell how it went; all of them would be read out for minutes. */
const toldPoints = 10

function PointTable({
  points,
  startedAt,
}: {
  readonly points: readonly ChartPoint[]
  readonly startedAt: number
}) {
  const every = Math.max(1, Math.ceil(points.length / toldPoints))
  const told = points.filter((_, index) => index % every === 0 || index === points.length - 1)
  return (
    <VisuallyHidden component="div">
      <table>
        <caption>Rows settled over time</caption>
        <thead>
          <tr>
            <th scope="col">After the start</th>
            <th scope="col">Rows settled</th>
            <th scope="col">Rejected</th>
          </tr>
        </thead>
        <tbody>
          {told.map(({ atMs, done, rejected }) => (
            <tr key={atMs}>
              <th scope="row">{elapsed(atMs - startedAt)}</th>
              <td>{count(done)}</td>
              <td>{count(rejected)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </VisuallyHidden>
  )
}
