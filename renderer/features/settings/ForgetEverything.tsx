import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useEngine } from '../../EngineContext.tsx'

const phrase = 'forget everything'

/** Nothing of it stays in this window's memory either. */
function beginAnew(): void {
  location.hash = '/'
  location.reload()
}

/** What a service could not be told. Shown before the window begins anew. */
function LeftToDo({ warnings }: { readonly warnings: readonly string[] }) {
  return (
    <Modal opened onClose={beginAnew} title="Everything is forgotten on this computer">
      <Stack>
        {warnings.map((warning) => (
          <Text key={warning} role="alert">
            {warning}
          </Text>
        ))}
        <Group justify="flex-end">
          <Button onClick={beginAnew}>Begin anew</Button>
        </Group>
      </Stack>
    </Modal>
  )
}

/** Asks for the words to be typed: nothing brings it back. */
export function ForgetEverything() {
  const { engine } = useEngine()
  const [asking, setAsking] = useState(false)
  const [typed, setTyped] = useState('')
  const close = () => {
    setAsking(false)
    setTyped('')
  }
  const forget = useMutation({
    mutationFn: () => engine.settings.forgetEverything({ confirm: phrase }),
    onSuccess: ({ warnings }) => {
      sessionStorage.clear()
      if (warnings.length === 0) beginAnew()
    },
  })
  const warnings = forget.data?.warnings ?? []
  if (warnings.length > 0) return <LeftToDo warnings={warnings} />
  return (
    <Group justify="space-between" wrap="nowrap">
      <Stack gap={2}>
        <Text fw={560}>Forget everything</Text>
        <Text c="dimmed" size="sm">
          All accounts with their keys, all copies of people, runs, receipts, files and syncs on this
          computer.
        </Text>
      </Stack>
      <Button variant="outline" color="red" flex="none" onClick={() => setAsking(true)}>
        Forget everything
      </Button>
      <Modal opened={asking} onClose={close} title="Forget everything on this computer?">
        <Stack>
          <Text>
            Runs that are under way are stopped, and sign-ins at Kit end. Nothing else changes at Kit or
            Klaviyo. This can’t be taken back.
          </Text>
          <TextInput
            label={`Type “${phrase}”`}
            value={typed}
            autoComplete="off"
            data-autofocus
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {forget.isError ? <ErrorNote title="Not everything was forgotten" error={forget.error} /> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Keep everything
            </Button>
            <Button
              color="red"
              disabled={typed.trim().toLowerCase() !== phrase}
              loading={forget.isPending}
              onClick={() => forget.mutate()}
            >
              Forget everything
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Group>
  )
}
