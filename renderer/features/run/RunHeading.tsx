import { Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import type { RunView } from '../../../shared/contract/runs.ts'
import { ConnectionChip } from '../../components/ConnectionChip.tsx'
import { CutText } from '../../components/CutText.tsx'
import { moment } from '../../words.ts'
import type { RunPhase } from './runPhase.ts'

const titles: Readonly<Record<RunPhase['phase'], string>> = {
  'waiting-its-turn': 'Getting ready to send',
  sending: 'Sending',
  paused: 'Paused',
  interrupted: 'Interrupted',
  stopped: 'Stopped before the end',
  ended: 'Done',
}

interface RunHeadingProps {
  readonly view: RunView
  readonly connection: ConnectionView | null
  readonly phase: RunPhase
  /** Buttons. */
  readonly children: ReactNode
}

export function RunHeading({ view, connection, phase, children }: RunHeadingProps) {
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap" gap="xl">
      <Stack gap={2} miw={0}>
        <Title order={2}>{titles[phase.phase]}</Title>
        <Group gap={6} wrap="nowrap" miw={0}>
          <CutText>{view.source}</CutText>
          <Text span c="dimmed" aria-label="to">
            →
          </Text>
          <ConnectionChip service={connection?.serviceTitle} name={view.connection} colour={view.colour} />
        </Group>
        <Text size="xs" c="dimmed">
          Run {view.id}, begun {moment(view.startedAt)}
        </Text>
      </Stack>
      <Group gap="xs" wrap="nowrap">
        {children}
      </Group>
    </Group>
  )
}
