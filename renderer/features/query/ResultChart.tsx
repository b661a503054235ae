import { Group, Select, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { counted } from '../../words.ts'
import classes from './Query.module.css'
import { type ChartChoice, chartChoice, type QueryChart, queryChart } from './queryChart.ts'
import type { ShownResult } from './useQueryRun.ts'

/** So many rows are drawn. */
const drawnRows = 500

/** A result as a picture; the table beside it says the same in words. */
export function ResultChart({ result }: { readonly result: ShownResult }) {
  const { engine } = useEngine()
  const { columns } = result
  const [choice, setChoice] = useState<ChartChoice | null>(() => chartChoice(columns))
  const rows = useQuery({
    queryKey: ['queries', 'chart', result.result],
    queryFn: () => engine.queries.page({ result: result.result, offset: 0, limit: drawnRows }),
    enabled: choice !== null,
  })
  if (choice === null)
    return <Text c="dimmed">A chart needs a column of numbers: add a count(*) or a sum(…) to the query.</Text>
  if (rows.error !== null) return <ErrorNote title="The chart could not be drawn" error={rows.error} />
  const data = columns.map(({ name }, index) => ({ value: String(index), label: name }))
  const chart = queryChart(columns, rows.data ?? [], choice)
  return (
    <div className={classes.chart}>
      <Group gap="sm">
        <Select
          size="xs"
          w={180}
          label="Along"
          allowDeselect={false}
          data={data}
          value={String(choice.x)}
          onChange={(value) => setChoice({ ...choice, x: Number(value) })}
        />
        <Select
          size="xs"
          w={180}
          label="How much"
          allowDeselect={false}
          data={data.filter((_, index) => columns[index]?.type === 'number')}
          value={String(choice.y)}
          onChange={(value) => setChoice({ ...choice, y: Number(value) })}
        />
        <Text size="xs" c="dimmed" style={{ alignSelf: 'end' }}>
          {chart.marks.length < result.rows
            ? `The first ${counted(chart.marks.length, 'row')} of ${counted(result.rows, 'row')}`
            : counted(result.rows, 'row')}
        </Text>
      </Group>
      {chart.shape === 'bars' ? <Bars chart={chart} /> : <Line chart={chart} />}
    </div>
  )
}

function Bars({ chart: { marks, scale } }: { readonly chart: QueryChart }) {
  const [low = 0, high = 1] = [scale[0], scale.at(-1)]
  const share = (value: number) => ((value - low) / (high - low)) * 100
  const zero = share(0)
  return (
    <ul className={classes.bars}>
      {marks.map(({ label, value }, index) => (
        <li key={index}>
          <span className={classes.barLabel} title={label}>
            {label}
          </span>
          <span className={classes.barTrack}>
            <span
              className={classes.bar}
              style={{
                insetInlineStart: `${Math.min(zero, share(value))}%`,
                width: `${Math.abs(share(value) - zero)}%`,
              }}
            />
          </span>
          <span className={classes.barValue}>{figure(value)}</span>
        </li>
      ))}
    </ul>
  )
}

/** The picture is drawn on so many units and stretched to the room there is. */
const wide = 1000
const high = 100
const shownLabels = 6

function Line({ chart: { marks, scale } }: { readonly chart: QueryChart }) {
  const [pointed, setPointed] = useState<number | null>(null)
  const [low = 0, top = 1] = [scale[0], scale.at(-1)]
  const last = Math.max(1, marks.length - 1)
  const xOf = (index: number) => (index / last) * wide
  const yOf = (value: number) => high - ((value - low) / (top - low)) * high
  const line = marks.map(({ value }, index) => `${xOf(index).toFixed(1)},${yOf(value).toFixed(2)}`).join(' ')
  const shown = pointed === null ? undefined : marks[pointed]
  const every = Math.max(1, Math.ceil(marks.length / shownLabels))
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.caption}>
        {shown === undefined ? 'Point at the line for its figures' : `${shown.label}: ${figure(shown.value)}`}
      </figcaption>
      <div className={classes.picture} aria-hidden>
        <div className={classes.scale}>
          {scale.map((mark) => (
            <span key={mark} style={{ bottom: `${high - yOf(mark)}%` }}>
              {figure(mark)}
            </span>
          ))}
        </div>
        <svg
          className={classes.plot}
          viewBox={`0 0 ${wide} ${high}`}
          preserveAspectRatio="none"
          onPointerMove={({ currentTarget, clientX }) => {
            const { left, width } = currentTarget.getBoundingClientRect()
            const at = Math.round(((clientX - left) / width) * last)
            setPointed(Math.max(0, Math.min(marks.length - 1, at)))
          }}
          onPointerLeave={() => setPointed(null)}
        >
          {scale.map((mark) => (
            <line key={mark} className={classes.gridLine} x1={0} x2={wide} y1={yOf(mark)} y2={yOf(mark)} />
          ))}
          <polygon
            className={classes.area}
            points={`0,${yOf(0)} ${line} ${xOf(marks.length - 1)},${yOf(0)}`}
          />
          <polyline className={classes.line} points={line} />
          {pointed === null ? null : (
            <line className={classes.pointer} x1={xOf(pointed)} x2={xOf(pointed)} y1={0} y2={high} />
          )}
        </svg>
        <div className={classes.places}>
          {marks.map(({ label }, index) =>
            index % every === 0 ? (
              <span key={index} style={{ left: `${xOf(index) / 10}%` }}>
                {label}
              </span>
            ) : null,
          )}
        </div>
      </div>
    </figure>
  )
}

const figures = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })

function figure(value: number): string {
  return figures.format(value)
}
