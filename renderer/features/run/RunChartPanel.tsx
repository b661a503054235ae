import { Paper, Skeleton, Stack, Text, Title } from '@mantine/core'
import { lazy, Suspense, useDeferredValue } from 'react'
import type { RunId } from '../../../shared/model.ts'
import { moment } from '../../words.ts'
import { useRunChart } from './useRunChart.ts'

const RunChart = lazy(async () => ({ default: (await import('./RunChart.tsx')).RunChart }))

export function RunChartPanel({ run, startedAt }: { readonly run: RunId; readonly startedAt: number }) {
  // Drawing it gives way to whatever the user does.
  const points = useDeferredValue(useRunChart(run))
  return (
    <Paper withBorder p="md" bg="var(--lf-surface)">
      <Stack gap="xs">
        <Title order={2} size="h3">
          Rows since {moment(startedAt)}
        </Title>
        {points.length < 2 ? (
          <Text c="dimmed" h={170}>
            Drawn as soon as the first rows are settled.
          </Text>
        ) : (
          <Suspense fallback={<Skeleton height={170} animate={false} />}>
            <RunChart points={points} startedAt={startedAt} />
          </Suspense>
        )}
      </Stack>
    </Paper>
  )
}
