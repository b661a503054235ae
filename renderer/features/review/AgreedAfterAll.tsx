import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { PlanRowView, PlanSummary } from '../../../shared/contract/plans.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useEngine } from '../../EngineContext.tsx'

/** Lets one person go who is held back, on the user's word, which is kept with the run; or holds them back again. */
export function AgreedAfterAll({
  summary,
  row,
  agreed,
  isOpen,
}: {
  readonly summary: PlanSummary
  readonly row: PlanRowView
  readonly agreed: NonNullable<PlanRowView['agreed']>
  /** Nothing of this plan was sent yet. */
  readonly isOpen: boolean
}) {
  const { engine } = useEngine()
  const queries = useQueryClient()
  const [note, setNote] = useState<string | null>(null)
  const override = useMutation({
    mutationFn: (said: string | null) =>
      engine.plans.override({ plan: summary.id, row: row.row, note: said }),
    onSuccess: async (counted) => {
      setNote(null)
      queries.setQueryData(['plans', 'get', summary.id], counted)
      await queries.invalidateQueries({ queryKey: ['plans'] })
    },
  })
  if (!isOpen) return null
  if (agreed.note !== null)
    return (
      <Button
        variant="default"
        size="xs"
        style={{ alignSelf: 'flex-start' }}
        loading={override.isPending}
        onClick={() => override.mutate(null)}
      >
        Hold them back again
      </Button>
    )
  if (note === null)
    return (
      <Button variant="default" size="xs" style={{ alignSelf: 'flex-start' }} onClick={() => setNote('')}>
        They agreed after all…
      </Button>
    )
  return (
    <Stack gap="xs">
      <Textarea
        autosize
        minRows={2}
        maxRows={6}
        maxLength={500}
        data-autofocus
        label="How do you know that they agreed?"
        description="Kept with the run, for whoever asks: when, where, and how they said so."
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {summary.connection.service === 'Kit' ? (
        <Text size="xs" c="dimmed">
          Whoever left the Kit account itself stays cancelled there until they subscribe again on their own:
          they are put into what you chose, and get no mail.
        </Text>
      ) : null}
      {override.isError ? <ErrorNote title="That could not be kept" error={override.error} /> : null}
      <Group gap="xs">
        <Button
          size="xs"
          disabled={note.trim().length < 3}
          loading={override.isPending}
          onClick={() => override.mutate(note.trim())}
        >
          Send just this person
        </Button>
        <Button variant="subtle" size="xs" color="gray" onClick={() => setNote(null)}>
          Keep them held back
        </Button>
      </Group>
    </Stack>
  )
}
