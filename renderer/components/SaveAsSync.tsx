import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import type { Receipt } from '../../shared/contract/runs.ts'
import { ErrorNote } from './ErrorNote.tsx'
import { useEngine } from '../EngineContext.tsx'

interface SaveAsSyncProps {
  /** What was planned, for which the sync stands. */
  readonly of: Pick<Receipt, 'plan' | 'source' | 'connection'>
  readonly opened: boolean
  readonly onClose: () => void
}

/** Names a sync and saves what the run was made from. */
export function SaveAsSync({ of, opened, onClose }: SaveAsSyncProps) {
  const { engine } = useEngine()
  const [name, setName] = useState(() => suggestedName(of))
  const save = useMutation({
    mutationFn: async () => {
      const spec = await engine.plans.spec({ plan: of.plan })
      return engine.recipes.save({ name, spec })
    },
    onSuccess: (recipe) => {
      notifications.show({ message: `Saved: ${recipe.name}. It stands under Syncs.`, role: 'status' })
      onClose()
    },
  })
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (name.trim() !== '') save.mutate()
  }
  return (
    <Modal opened={opened} onClose={onClose} title="Save as a sync" centered>
      <form onSubmit={onSubmit}>
        <Stack gap="md">
          <Text c="dimmed">
            Keeps the shape of the file, the mapping, the audiences, the rules and what you fixed in all rows
            alike, so that the next file of the same shape runs with one click. Rows that you edited one by
            one stay with this file. No people and no keys are in it.
          </Text>
          <TextInput
            label="Name"
            value={name}
            maxLength={200}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
            required
          />
          {save.error === null ? null : <ErrorNote title="The sync could not be saved" error={save.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Not now
            </Button>
            <Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>
              Save the sync
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

/** `people.csv` for Kit · Acme: `people to Acme` */
function suggestedName({ source, connection }: SaveAsSyncProps['of']): string {
  return `${source.replace(/\.[^.]*$/, '')} to ${connection}`.slice(0, 200)
}
