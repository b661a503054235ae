import { Button, Group, Modal, PasswordInput, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import type { ReplicationView } from '../../../shared/contract/replications.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useEngine } from '../../EngineContext.tsx'

interface PasswordDialogProps {
  readonly copy: ReplicationView
  readonly opened: boolean
  readonly onClose: () => void
}

/** A new password for the database of a copy. */
export function PasswordDialog({ copy, opened, onClose }: PasswordDialogProps) {
  const { engine } = useEngine()
  const [password, setPassword] = useState('')
  const keep = useMutation({
    mutationFn: () => engine.replications.setPassword({ replication: copy.id, password }),
    gcTime: 0,
    onSuccess: () => {
      setPassword('')
      onClose()
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    keep.mutate()
  }
  return (
    <Modal opened={opened} onClose={onClose} title={`Password of the database of ${copy.name}`}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <PasswordInput
            label={
              copy.target.is === 'sqlite'
                ? 'Password'
                : `Password of ${copy.target.user} on ${copy.target.host}`
            }
            data-autofocus
            autoComplete="off"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          {keep.isError ? <ErrorNote title="The database did not let us in" error={keep.error} /> : null}
          <Group justify="flex-end">
            <Button type="submit" loading={keep.isPending}>
              Keep this password
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
