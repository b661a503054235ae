import { Group, Text } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { RunView } from '../../shared/contract/runs.ts'
import { ConnectionChip } from './ConnectionChip.tsx'
import { CutText } from './CutText.tsx'

interface FromToProps {
  readonly view: Pick<RunView, 'source' | 'connection' | 'colour'>
  readonly service: string | undefined
  /** When, or alike. */
  readonly children?: ReactNode
}

/** Which file goes to which account. */
export function FromTo({ view, service, children }: FromToProps) {
  return (
    <Group
      component="span"
      gap={6}
      wrap="nowrap"
      miw={0}
      display="flex"
      fz="sm"
      c="var(--mantine-color-text)"
    >
      <CutText>{view.source}</CutText>
      <IconArrowRight size={14} role="img" aria-label="to" style={{ flex: 'none' }} />
      <ConnectionChip service={service} name={view.connection} colour={view.colour} />
      {children === undefined ? null : (
        <Text span size="sm" c="dimmed" ml="sm" style={{ whiteSpace: 'nowrap' }}>
          {children}
        </Text>
      )}
    </Group>
  )
}
