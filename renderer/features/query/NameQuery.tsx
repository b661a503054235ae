import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { type SyntheticEvent, useState } from 'react'
import type { SavedQuery } from '../../../shared/contract/queries.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useSaveQuery } from './useSavedQueries.ts'

interface NameQueryProps {
  /** `null`: a new one. */
  readonly saved: SavedQuery | null
  readonly sql: string
  readonly onSaved: (saved: SavedQuery) => void
  readonly onClose: () => void
}

/** Gives a query its name, the first one or another. */
export function NameQuery({ saved, sql, onSaved, onClose }: NameQueryProps) {
  const [name, setName] = useState(saved?.name ?? '')
  const saving = useSaveQuery()
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (name.trim() === '') return
    saving.mutate({ id: saved?.id ?? null, name: name.trim(), sql }, { onSuccess: onSaved })
  }
  return (
    <Modal opened onClose={onClose} title={saved === null ? 'Save the query' : 'Rename the query'} centered>
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
          {saving.error === null ? null : <ErrorNote title="It could not be saved" error={saving.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={saving.isPending} disabled={name.trim() === ''}>
              {saved === null ? 'Save' : 'Rename'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
