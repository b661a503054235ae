import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { type SyntheticEvent, useState } from 'react'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { GuardNote } from './GuardNote.tsx'

interface ConfirmRunProps {
  readonly summary: PlanSummary
  readonly opened: boolean
  /** `Delete 2 custom fields in Kit · Acme` */
  readonly label: string
  readonly onConfirm: (count: number) => void
  readonly onClose: () => void
}

/** What takes something away is sent only after its number was typed, which shows that it was seen. */
export function ConfirmRun({ summary, opened, label, onConfirm, onClose }: ConfirmRunProps) {
  const [typed, setTyped] = useState('')
  const count = summary.guard?.count ?? 0
  const isRight = typed.trim() === String(count)
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (!isRight) return
    onClose()
    onConfirm(count)
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      centered
      size={540}
      title={`${label}?`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      onExitTransitionEnd={() => setTyped('')}
    >
      <form onSubmit={onSubmit}>
        <Stack gap="md">
          <GuardNote summary={summary} />
          <TextInput
            label={`Type ${count} to confirm`}
            inputMode="numeric"
            autoComplete="off"
            data-autofocus
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {typed !== '' && !isRight ? (
            <Text size="sm" c="dimmed" role="status">
              The button works once the number stands there.
            </Text>
          ) : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Don’t
            </Button>
            <Button type="submit" color="red" disabled={!isRight}>
              {label}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
