import { Button, Group, Loader, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import type { ObjectTypeView, ObjectView } from '../../../shared/contract/objects.ts'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { Foreseen } from './Foreseen.tsx'
import { objectName } from './objectWords.ts'
import { useForeseen } from './useForeseen.ts'

interface DeleteFormProps {
  readonly account: ConnectionView
  readonly type: ObjectTypeView
  readonly object: ObjectView
  readonly onClose: () => void
}

/** Deletes one thing. It is planned first, as a file would be, so that what goes with it is said before. */
export function DeleteForm({ account, type, object, onClose }: DeleteFormProps) {
  const { engine } = useEngine()
  const queries = useQueryClient()
  const [typed, setTyped] = useState('')
  const name = objectName(type, object)
  const where = `${account.serviceTitle} · ${account.name}`
  const foreseen = useForeseen({
    connection: account.id,
    type: type.id,
    op: 'delete',
    row: { id: object.id },
  })
  const run = useMutation({
    mutationFn: async ({ id, guard }: PlanSummary) => {
      const confirm = guard?.count
      const { id: of } = await engine.runs.start({
        plan: id,
        ...(confirm !== undefined && { confirm }),
      })
      const [row] = await engine.runs.rows({ run: of, outcome: null, afterRow: 0, limit: 1 })
      if (row?.outcome !== 'written')
        throw new Error(row?.reason ?? `It did not get through. History says more, at run ${of}.`)
    },
    onSuccess: () => {
      notifications.show({ message: `Deleted from ${where}: ${name}`, role: 'status' })
      onClose()
    },
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['objects'] })
      void queries.invalidateQueries({ queryKey: ['connections', 'describe', account.id] })
    },
  })
  const summary = foreseen.data?.plan
  const canGo = summary?.guard !== null && summary !== undefined
  const mayGo = canGo && (!isPrecious(type) || isNamed(typed, name))
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (summary !== undefined && mayGo) run.mutate(summary)
  }
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="md">
        {foreseen.error !== null ? (
          <ErrorNote title="What would go with it could not be worked out" error={foreseen.error} />
        ) : foreseen.data === undefined ? (
          <Group gap="sm">
            <Loader size="sm" role="img" aria-label="Working out what goes with it" />
            <Text>Looking up what goes with it. Nothing is deleted yet.</Text>
          </Group>
        ) : canGo ? (
          <>
            <Foreseen planned={foreseen.data} />
            {isPrecious(type) ? (
              <TextInput
                label={`Type “${name}” to delete it from ${where}`}
                value={typed}
                data-autofocus
                autoComplete="off"
                onChange={(event) => setTyped(event.currentTarget.value)}
              />
            ) : null}
          </>
        ) : (
          <Text>
            {account.serviceTitle} does not let this {type.one} be deleted, or it is gone already.
          </Text>
        )}
        {run.error === null ? null : <ErrorNote title="It was not deleted" error={run.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Keep it
          </Button>
          <Button type="submit" color="red" loading={run.isPending} disabled={!mayGo}>
            Delete the {type.one}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** What people wrote or gathered goes with it; a webhook is made again in a minute. */
function isPrecious({ id }: Pick<ObjectTypeView, 'id'>): boolean {
  return id !== 'webhooks' && id !== 'webhookEndpoints'
}

function isNamed(typed: string, name: string): boolean {
  return typed.trim().toLowerCase() === name.trim().toLowerCase()
}
