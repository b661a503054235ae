import '@mantine/charts/styles.css'
import { AreaChart } from '@mantine/charts'
import type { ChartPoint } from '../../../shared/contract/runs.ts'
import { count, duration } from '../../words.ts'

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
          { name: 'done', label: 'Rows settled', color: 'var(--mantine-primary-color-filled)' },
          ...(hasRejected ? [{ name: 'rejected', label: 'Rejected', color: 'var(--lf-rejected)' }] : []),
        ]}
        curveType="linear"
        withDots={false}
        strokeWidth={1.5}
        valueFormatter={count}
        xAxisProps={{
          type: 'number',
          domain: ['dataMin', 'dataMax'],
          tickFormatter: (after: number) => (after < 1000 ? '0' : duration(after)),
          minTickGap: 60,
        }}
        yAxisProps={{ width: 56, allowDecimals: false }}
        tooltipProps={{ isAnimationActive: false, labelFormatter: (after) => duration(Number(after)) }}
        areaProps={{ isAnimationActive: false }}
        areaChartProps={{ accessibilityLayer: false }}
      />
    </div>
  )
}
