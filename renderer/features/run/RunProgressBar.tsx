import { Group, Progress, Stack, Text, VisuallyHidden } from '@mantine/core'
import type { RunProgress } from '../../../shared/contract/runs.ts'
import { count } from '../../words.ts'
import { useNow } from '../../useNow.ts'
import { useSpoken } from './useSpoken.ts'
import { timeLeftWords, waitWords } from './waitWords.ts'

interface RunProgressBarProps {
  readonly progress: RunProgress
  readonly heardAt: number
  readonly service: string
}

/** How far a run is, what it waits for and how long it will take; read out every 10 seconds. */
export function RunProgressBar({ progress, heardAt, service }: RunProgressBarProps) {
  const sinceMs = Math.max(0, useNow(1000) - heardAt)
  const { done, total } = progress
  const share = total === 0 ? 1 : done / total
  const settled = `${count(done)} of ${count(total)} rows settled`
  const waits = waitWords({ progress, sinceMs, service })
  const timeLeft = timeLeftWords(progress, sinceMs)
  const spoken = useSpoken([settled, waits ?? timeLeft].filter((words) => words !== null).join('. '))
  return (
    <Stack gap={8}>
      <Group justify="space-between" align="baseline" wrap="nowrap">
        <Text size="xl" fw={620} className="figures">
          {settled}
        </Text>
        <Text c="dimmed" className="figures">
          {timeLeft}
        </Text>
      </Group>
      <Progress.Root size={14} radius="sm">
        <Progress.Section
          color="var(--lf-accent)"
          value={share * 100}
          withAria={false}
          role="progressbar"
          aria-label="Rows settled"
          aria-valuenow={done}
          aria-valuemin={0}
          aria-valuemax={total}
          aria-valuetext={settled}
        />
      </Progress.Root>
      <Text c="dimmed" mih={20}>
        {waits ??
          'Sending. You can leave this page, or close the window and come back: the run is noted step by step.'}
      </Text>
      <VisuallyHidden aria-live="polite">{spoken}</VisuallyHidden>
    </Stack>
  )
}
