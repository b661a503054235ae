import { Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Receipt } from '../../../shared/contract/runs.ts'
import { ConnectionChip } from '../../components/ConnectionChip.tsx'
import { CutText } from '../../components/CutText.tsx'
import { count, counted } from '../../words.ts'
import { canGoOn, isUnderWay } from '../run/runPhase.ts'
import { gotThrough, notThrough } from './notThroughCount.ts'

export function ResultHeading({
  receipt,
  children,
}: {
  readonly receipt: Receipt
  readonly children: ReactNode
}) {
  return (
    <Group justify="space-between" align="flex-start" gap="md">
      <Stack gap={2} miw={0} flex="1 1 320px">
        <Title order={2}>{titleWords(receipt)}</Title>
        <Group gap={6} wrap="nowrap" miw={0}>
          <CutText>{receipt.source}</CutText>
          <Text span c="dimmed" aria-label="to">
            →
          </Text>
          <ConnectionChip service={receipt.service} name={receipt.connection} colour={receipt.colour} />
        </Group>
      </Stack>
      {children}
    </Group>
  )
}

function titleWords(receipt: Receipt): string {
  const through = gotThrough(receipt)
  if (isUnderWay(receipt)) return `Still sending: ${counted(through, 'row')} so far`
  if (canGoOn(receipt)) return `Not over yet: ${counted(through, 'row')} got through so far`
  if (receipt.status === 'cancelled') return `Cancelled: ${counted(through, 'row')} had got through`
  if (through === 0 && notThrough(receipt) === 0) return 'Done: the account had everything already'
  return notThrough(receipt) === 0
    ? `Done: ${counted(through, 'row')} got through`
    : `Done: ${counted(through, 'row')} got through, ${count(notThrough(receipt))} did not`
}
