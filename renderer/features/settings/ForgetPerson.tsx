import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { modals } from '@mantine/modals'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import type { Traces } from '../../../shared/contract/settings.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { counted } from '../../words.ts'

/** Looks first, then asks, then forgets one person. */
export function ForgetPerson() {
  const { engine } = useEngine()
  const [email, setEmail] = useState('')
  const forget = useMutation({
    mutationFn: () => engine.settings.forgetPerson({ email: email.trim() }),
  })
  const look = useMutation({
    mutationFn: () => engine.settings.traces({ email: email.trim() }),
    onSuccess: (traces) => {
      if (isNothing(traces)) return
      modals.openConfirmModal({
        title: `Forget ${email.trim()}?`,
        children: (
          <Text>
            {inWords(traces)} will be blanked on this computer, and can’t be brought back. The accounts at Kit
            and Klaviyo keep this person; delete them there too if they asked for it.
          </Text>
        ),
        labels: { confirm: 'Forget this person', cancel: 'Keep' },
        confirmProps: { color: 'red' },
        onConfirm: () => forget.mutate(),
      })
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    forget.reset()
    if (email.trim().length >= 3) look.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Group align="flex-end" gap="xs">
          <TextInput
            label="Forget a person"
            description="Everything this computer holds of someone, by their address."
            placeholder="name@example.org"
            type="email"
            autoComplete="off"
            flex={1}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <Button
            type="submit"
            variant="default"
            loading={look.isPending || forget.isPending}
            disabled={email.trim().length < 3}
          >
            Look and forget
          </Button>
        </Group>
        <Text role="status" c="dimmed" size="sm">
          {forget.data === undefined
            ? look.data !== undefined && isNothing(look.data)
              ? 'This computer holds nothing of that address.'
              : ''
            : `Forgotten: ${inWords(forget.data)}.`}
        </Text>
        {look.isError ? <ErrorNote title="That could not be looked up" error={look.error} /> : null}
        {forget.isError ? <ErrorNote title="Not everything was forgotten" error={forget.error} /> : null}
      </Stack>
    </form>
  )
}

function isNothing({ mirror, objects, runRows, stagedRows }: Traces): boolean {
  return mirror + objects + runRows + stagedRows === 0
}

function inWords({ mirror, objects, runRows, stagedRows }: Traces): string {
  return [
    counted(mirror, 'copy from an account', 'copies from accounts'),
    ...(objects === 0 ? [] : [counted(objects, 'event or the like', 'events and the like')]),
    counted(runRows, 'row of runs', 'rows of runs'),
    counted(stagedRows, 'row of files', 'rows of files'),
  ].join(', ')
}
