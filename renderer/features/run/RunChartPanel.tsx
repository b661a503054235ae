import { Paper, Stack, Text, Title } from '@mantine/core'
import { useDeferredValue } from 'react'
import type { RunId } from '../../../shared/model.ts'
import { moment } from '../../words.ts'
import { RunChart } from './RunChart.tsx'
import { useRunChart } from './useRunChart.ts'

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
          <Text c="dimmed">Drawn as soon as the first rows are settled.</Text>
        ) : (
          <RunChart points={points} startedAt={startedAt} />
        )}
      </Stack>
    </Paper>
  )
}
