import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { IconEyeCheck } from '@tabler/icons-react'
import type { Receipt } from '../../../shared/contract/runs.ts'
import { count } from '../../words.ts'
import { ReadBackRows } from './ReadBackRows.tsx'
import { canReadBack, readBackSentence } from './readBackWords.ts'
import { useReadBack } from './useReadBack.ts'

/** What the account shows of what a run wrote: confirmed, different, not to be seen yet. */
export function ReadBackPanel({ receipt }: { readonly receipt: Receipt }) {
  const again = useReadBack(receipt.id)
  if (!canReadBack(receipt)) return null
  const { counts, verify } = receipt.readBack
  const isReading = again.isPending || verify === 'asked'
  return (
    <Paper withBorder p="md" bg="var(--lf-surface)" component="section" aria-labelledby="read-back">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Stack gap={4}>
          <Title order={2} size="h3" id="read-back">
            Read back
          </Title>
          <Text size="sm" c="dimmed" role="status">
            {readBackSentence(receipt, isReading)}
          </Text>
        </Stack>
        <Button
          variant="default"
          size="xs"
          style={{ flex: 'none' }}
          leftSection={<IconEyeCheck size={15} />}
          loading={again.isPending}
          onClick={() => again.mutate()}
        >
          {verify === 'done' ? 'Read back again' : 'Read back now'}
        </Button>
      </Group>
      <Group gap="lg" mt="xs" className="figures">
        {counts.confirmed > 0 ? <Text size="sm">{count(counts.confirmed)} confirmed</Text> : null}
        {counts.differs > 0 ? (
          <Text size="sm" fw={620}>
            {count(counts.differs)} {counts.differs === 1 ? 'differs' : 'differ'}
          </Text>
        ) : null}
        {counts['not-visible'] > 0 ? (
          <Text size="sm">{count(counts['not-visible'])} not visible yet</Text>
        ) : null}
        {counts.unread > 0 ? (
          <Text size="sm" c="dimmed">
            {count(counts.unread)} not read back{isReading ? ' yet' : ''}
          </Text>
        ) : null}
      </Group>
      {counts.differs > 0 ? <ReadBackRows run={receipt.id} kind="differs" service={receipt.service} /> : null}
      {counts['not-visible'] > 0 ? (
        <ReadBackRows run={receipt.id} kind="not-visible" service={receipt.service} />
      ) : null}
    </Paper>
  )
}
