import { ActionIcon, Group, Text, Title, Tooltip, UnstyledButton } from '@mantine/core'
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react'
import type { EditView } from '../../../shared/contract/edits.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { moment } from '../../words.ts'
import classes from './Check.module.css'

interface EditListProps {
  readonly edits: readonly EditView[]
  /** The newest edit that was not undone. */
  readonly now: number
  readonly isBusy: boolean
  readonly error: Error | null
  readonly onGoTo: (edit: number) => void
}

/** Everything that was changed, step by step. A click brings the rows to how they were after that step. */
export function EditList({ edits, now, isBusy, error, onGoTo }: EditListProps) {
  return (
    <section className={classes.edits} aria-labelledby="edits-title">
      <Group justify="space-between" wrap="nowrap" mb={4}>
        <Title order={2} fz="sm" id="edits-title">
          Edits
        </Title>
        <Group gap={4} wrap="nowrap">
          <Tooltip label="Undo">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label="Undo the last edit"
              disabled={now === 0 || isBusy}
              onClick={() => onGoTo(now - 1)}
            >
              <IconArrowBackUp size={18} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="Do it again">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label="Make the next edit again"
              disabled={now === edits.length || isBusy}
              onClick={() => onGoTo(now + 1)}
            >
              <IconArrowForwardUp size={18} />
            </ActionIcon>
          </Tooltip>
        </Group>
      </Group>
      {error === null ? null : <ErrorNote title="The rows are as they were" error={error} />}
      {edits.length === 0 ? (
        <Text size="xs" c="dimmed">
          Nothing was changed yet. Every change stands here and can be taken back, also tomorrow.
        </Text>
      ) : (
        <ol className={classes.editList}>
          <li>
            <Step words="As the file came" isNow={now === 0} isUndone={false} onOpen={() => onGoTo(0)} />
          </li>
          {edits.map(({ number, words, madeAt, undone }) => (
            <li key={number}>
              <Step
                words={words}
                title={moment(madeAt)}
                isNow={number === now}
                isUndone={undone}
                onOpen={() => onGoTo(number)}
              />
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

function Step({
  words,
  title,
  isNow,
  isUndone,
  onOpen,
}: {
  readonly words: string
  readonly title?: string
  readonly isNow: boolean
  readonly isUndone: boolean
  readonly onOpen: () => void
}) {
  return (
    <UnstyledButton
      className={classes.edit}
      title={title}
      aria-current={isNow ? 'step' : undefined}
      data-undone={isUndone || undefined}
      onClick={onOpen}
    >
      {words}
      {isUndone ? <span className={classes.undone}> (undone)</span> : null}
    </UnstyledButton>
  )
}
