import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import type { UseMutationResult } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import type { RecipeView } from '../../../shared/contract/recipes.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'

interface RenameSyncProps {
  readonly recipe: RecipeView
  readonly rename: UseMutationResult<RecipeView, Error, string>
  readonly opened: boolean
  readonly onClose: () => void
}

export function RenameSync({ recipe, rename, opened, onClose }: RenameSyncProps) {
  const [name, setName] = useState(recipe.name)
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (name.trim() !== '') rename.mutate(name, { onSuccess: onClose })
  }
  return (
    <Modal opened={opened} onClose={onClose} title="Rename the sync" centered>
      <form onSubmit={onSubmit}>
        <Stack gap="md">
          <TextInput
            label="Name"
            value={name}
            maxLength={200}
            required
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {rename.error === null ? null : <ErrorNote title="It could not be renamed" error={rename.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Keep the name
            </Button>
            <Button type="submit" loading={rename.isPending} disabled={name.trim() === ''}>
              Rename
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
