import '@mantine/charts/styles.css'
import { AreaChart } from '@mantine/charts'
import type { ChartPoint } from '../../../shared/contract/runs.ts'
import { count } from '../../words.ts'

/** Loaded only when a run is looked at: the charts are a third of the window's code. */
export function RunChart({
  points,
  startedAt,
}: {
  readonly points: readonly ChartPoint[]
  readonly startedAt: number
}) {
  const last = points.at(-1)
  const hasRejected = (last?.rejected ?? 0) > 0
  const data = points.map(({ atMs, done, rejected }) => ({ after: atMs - startedAt, done, rejected }))
  return (
    <div
      role="img"
      aria-label={`Rows settled over time: ${count(last?.done ?? 0)} so far, ${count(last?.rejected ?? 0)} of them rejected`}
    >
      <AreaChart
        h={170}
        data={data}
        dataKey="after"
        series={[
          {
            name: 'done',
            label: 'Rows settled',
            color: 'light-dark(var(--mantine-color-ferry-7), var(--mantine-color-ferry-4))',
          },
          ...(hasRejected ? [{ name: 'rejected', label: 'Rejected', color: 'var(--lf-rejected)' }] : []),
        ]}
        curveType="linear"
        withDots={false}
        strokeWidth={1.5}
        valueFormatter={count}
        xAxisProps={{
          type: 'number',
          domain: ['dataMin', 'dataMax'],
          tickFormatter: elapsed,
          minTickGap: 60,
        }}
        yAxisProps={{ width: 56, allowDecimals: false }}
        tooltipProps={{ isAnimationActive: false, labelFormatter: (after) => elapsed(Number(after)) }}
        areaProps={{ isAnimationActive: false }}
        areaChartProps={{ accessibilityLayer: false }}
      />
    </div>
  )
}

/** `0:05`, `12:40`, `1:02:09` */
function elapsed(ms: number): string {
  const seconds = Math.round(ms / 1000)
  const two = (part: number) => String(part).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
}
