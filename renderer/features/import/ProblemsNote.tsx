import { Anchor, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { Problem, SourceInfo } from '../../../shared/model.ts'
import { rowWords } from '../../../shared/rowPlace.ts'
import { counted } from '../../words.ts'

/** What is wrong in the file, in a line; the rest on demand. Nothing of it stops a sync. */
export function ProblemsNote({
  problems,
  staged,
}: {
  /** At most the first 500. */
  readonly problems: readonly Problem[]
  readonly staged: SourceInfo | null
}) {
  const [opened, { open, close }] = useDisclosure(false)
  const [first] = problems
  if (first === undefined) return null
  const rows = staged?.problemRows ?? new Set(problems.map(({ row }) => row)).size
  return (
    <Group gap={6} wrap="nowrap" c="var(--lf-held)">
      <IconAlertTriangle size={16} aria-hidden style={{ flex: 'none' }} />
      <Text size="sm" truncate={problems.length > 1} c="inherit">
        {placeOf(first, staged)}
        {first.message}
      </Text>
      {problems.length > 1 ? (
        <Anchor component="button" type="button" size="sm" onClick={open} style={{ flex: 'none' }}>
          All problems{rows > 0 ? ` (${counted(rows, 'row')})` : ''}
        </Anchor>
      ) : null}
      <Modal
        opened={opened}
        onClose={close}
        title="Problems in this file"
        size="lg"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Stack gap="xs">
          <Text size="sm" c="dimmed">
            Each of these rows is read as well as it can be. Review shows which of them can’t be sent.
          </Text>
          <ProblemList problems={problems} staged={staged} />
          {problems.length >= 500 ? <Text c="dimmed">These are the first 500.</Text> : null}
        </Stack>
      </Modal>
    </Group>
  )
}

/** `Row 4 of b.csv: ` */
function placeOf({ row }: Problem, staged: SourceInfo | null): string {
  return row === undefined ? '' : `${rowWords(staged?.parts, row).replace(/^r/, 'R')}: `
}

function ProblemList({
  problems,
  staged,
}: {
  readonly problems: readonly Problem[]
  readonly staged: SourceInfo | null
}) {
  return (
    <Stack gap={6} component="ul" pl="md" m={0}>
      {problems.map((problem, index) => (
        <Text key={index} component="li" size="sm">
          {placeOf(problem, staged)}
          {problem.message}
        </Text>
      ))}
    </Stack>
  )
}
