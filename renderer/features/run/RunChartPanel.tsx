import { Paper, Stack, Text, Title } from '@mantine/core'
import { useDeferredValue } from 'react'
import type { RunId } from '../../../shared/model.ts'
import { moment } from '../../words.ts'
import { RunChart } from './RunChart.tsx'
import { useRunChart } from './useRunChart.ts'
import type { HeardProgress } from './useRunProgress.ts'

interface RunChartPanelProps {
  readonly run: RunId
  readonly startedAt: number
  readonly heard: HeardProgress
}

export function RunChartPanel({ run, startedAt, heard }: RunChartPanelProps) {
  // Drawing it gives way to whatever the user does.
  const points = useDeferredValue(useRunChart(run, heard))
  return (
    <Paper withBorder p="md" bg="var(--lf-surface)">
      <Stack gap="xs">
        <Title order={2} size="h3">
          Rows since {moment(startedAt)}
        </Title>
        {points.length < 2 ? (
          <Text c="dimmed">Drawn as soon as the first rows are settled.</Text>
        ) : (
          <RunChart points={points} startedAt={startedAt} />
        )}
      </Stack>
    </Paper>
  )
}
