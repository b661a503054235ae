import { Button, Group, Modal, SegmentedControl, Select, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import type { ObjectTypeId } from '../../../shared/objectTypes.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { useObjectTypes } from '../objects/useObjects.ts'
import { AccountErrorNote } from '../sync/AccountErrorNote.tsx'
import { DatabaseFields } from './DatabaseFields.tsx'
import { type NewCopy, newCopyOf, targetOf } from './newCopy.ts'
import { TableChoice } from './TableChoice.tsx'
import { databaseChoices } from './targetWords.ts'

interface AddReplicationProps {
  readonly accounts: readonly ConnectionView[]
  readonly opened: boolean
  readonly onClose: () => void
}

/** Account, database and tables of a new copy. */
export function AddReplication({ accounts, opened, onClose }: AddReplicationProps) {
  const [chosen, setChosen] = useState<string | null>(null)
  const account = accounts.find(({ id }) => id === chosen) ?? accounts[0]
  return (
    <Modal
      opened={opened && account !== undefined}
      onClose={onClose}
      title="Copy an account into a database"
      size="lg"
    >
      {account === undefined ? null : (
        <Stack gap="md">
          <Select
            label="Account"
            allowDeselect={false}
            value={account.id}
            data={accounts.map(({ id, serviceTitle, name }) => ({
              value: id,
              label: `${serviceTitle} · ${name}`,
            }))}
            onChange={setChosen}
          />
          <CopyForm key={account.id} account={account} onDone={onClose} />
        </Stack>
      )}
    </Modal>
  )
}

function CopyForm({ account, onDone }: { readonly account: ConnectionView; readonly onDone: () => void }) {
  const { engine } = useEngine()
  const { data: types, error, refetch } = useObjectTypes(account.id)
  const [copy, setCopy] = useState<NewCopy>(() => newCopyOf(account))
  const [left, setLeft] = useState<ReadonlySet<ObjectTypeId>>(new Set())
  const wanted = (types ?? []).filter(({ id, unavailable }) => unavailable === null && !left.has(id))
  const target = targetOf(copy)
  const password = copy.is === 'sqlite' ? null : copy.password
  const test = useMutation({
    mutationFn: () =>
      target === null ? Promise.reject(new Error()) : engine.replications.test({ target, password }),
    gcTime: 0,
  })
  const add = useMutation({
    mutationFn: async () => {
      if (target === null) return
      const { name, prefix } = copy
      const made = await engine.replications.add({
        name: name.trim(),
        connection: account.id,
        target,
        password,
        prefix,
        types: wanted.map(({ id }) => id),
      })
      // It goes on by itself: the page shows how far it is.
      void engine.replications.run({ replication: made.id }).catch(() => undefined)
    },
    gcTime: 0,
    onSuccess: onDone,
  })
  const change = (some: Partial<NewCopy>) => {
    setCopy({ ...copy, ...some })
    test.reset()
    add.reset()
  }
  const isComplete = target !== null && wanted.length > 0 && copy.name.trim() !== ''
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (isComplete) add.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <SegmentedControl
          aria-label="Database"
          value={copy.is}
          onChange={(is) => change({ is })}
          data={databaseChoices}
        />
        <DatabaseFields copy={copy} onChange={change} />
        <Group grow align="flex-start">
          <TextInput
            label="Name of this copy"
            required
            maxLength={100}
            value={copy.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <TextInput
            label="Names of tables begin with"
            maxLength={24}
            value={copy.prefix}
            onChange={(event) =>
              change({ prefix: event.currentTarget.value.replaceAll(/[^\p{L}\p{N}_]/gu, '') })
            }
          />
        </Group>
        {error !== null ? (
          <AccountErrorNote
            title="What the account holds could not be read"
            error={error}
            onAgain={() => void refetch()}
          />
        ) : (
          <TableChoice types={types} left={left} onLeft={setLeft} />
        )}
        {add.isError ? <ErrorNote title="The copy could not be made" error={add.error} /> : null}
        {test.isError ? <ErrorNote title="The database can’t be used yet" error={test.error} /> : null}
        <Group justify="flex-end">
          <Button
            variant="default"
            disabled={target === null}
            loading={test.isPending}
            onClick={() => test.mutate()}
          >
            {test.isSuccess ? `Works: ${test.data.server}` : 'Test the database'}
          </Button>
          <Button type="submit" disabled={!isComplete} loading={add.isPending}>
            Copy {wanted.length === 1 ? '1 table' : `${wanted.length} tables`} now
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
