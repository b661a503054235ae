import { Anchor, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconFiles } from '@tabler/icons-react'
import type { SourcePartView } from '../../../shared/contract/sources.ts'
import { bytes, counted } from '../../words.ts'
import type { FormatChoices } from '../sync/syncState.ts'

/** Which of several files, or of those in an archive, are read as one list; all of them on demand, to be chosen. */
export function PartsNote({
  parts,
  choices,
  onChoice,
}: {
  readonly parts: readonly SourcePartView[]
  readonly choices: FormatChoices
  readonly onChoice: (choices: FormatChoices) => void
}) {
  const [opened, { open, close }] = useDisclosure(false)
  if (parts.length === 0) return null
  const taken = parts.filter((part) => part.taken)
  const choose = (name: string, isTaken: boolean) => {
    const names = parts.filter((part) => (part.name === name ? isTaken : part.taken)).map((part) => part.name)
    if (names.length > 0) onChoice({ ...choices, parts: names })
  }
  const whoLeft = parts.filter((part) => part.ofWhoLeft && !part.taken)
  const withWhoLeft = () => onChoice({ ...choices, parts: [...taken, ...whoLeft].map((part) => part.name) })
  return (
    <>
      <Group gap={6} wrap="nowrap">
        <IconFiles size={16} aria-hidden style={{ flex: 'none' }} />
        <Text size="sm" truncate>
          {taken.length === 1
            ? `Read from ${taken[0]?.name ?? ''}`
            : `${counted(taken.length, 'file')} read as one list`}
          {taken.length < parts.length ? `; ${counted(parts.length - taken.length, 'other')} left out` : ''}.
        </Text>
        <Anchor component="button" type="button" size="sm" onClick={open} style={{ flex: 'none' }}>
          Choose the files
        </Anchor>
        <Modal
          opened={opened}
          onClose={close}
          title="Files of this list"
          size="lg"
          closeButtonProps={{ 'aria-label': 'Close' }}
        >
          <Stack gap="sm">
            <Text size="sm" c="dimmed">
              Files with the same columns are read one after the other, as one list. So are the files of one
              export that keep people who left apart. Each row still knows its file.
            </Text>
            {parts.map((part) => (
              <Checkbox
                key={part.name}
                label={
                  <>
                    {part.name}{' '}
                    <Text span size="sm" c="dimmed">
                      {bytes(part.sizeBytes)}
                    </Text>
                  </>
                }
                description={part.why}
                checked={part.taken}
                disabled={!part.readable || (part.taken && taken.length === 1)}
                onChange={(event) => choose(part.name, event.currentTarget.checked)}
              />
            ))}
          </Stack>
        </Modal>
      </Group>
      {whoLeft.length === 0 ? null : (
        <Text size="sm">
          {counted(whoLeft.length, 'file')} of people who left {whoLeft.length === 1 ? 'is' : 'are'} not read.{' '}
          <Anchor component="button" type="button" size="sm" onClick={withWhoLeft}>
            Read {whoLeft.length === 1 ? 'it' : 'them'} too, to hold them back
          </Anchor>
        </Text>
      )}
    </>
  )
}
