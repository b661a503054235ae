import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import type { ObjectTypeView } from '../../../shared/contract/objects.ts'
import type { ReplicationView } from '../../../shared/contract/replications.ts'
import type { ObjectTypeId } from '../../../shared/objectTypes.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { useObjectTypes } from '../objects/useObjects.ts'
import { AccountErrorNote } from '../sync/AccountErrorNote.tsx'
import { TableChoice } from './TableChoice.tsx'

interface TablesDialogProps {
  readonly copy: ReplicationView
  readonly opened: boolean
  readonly onClose: () => void
}

/** Which tables a copy has from its next run on. */
export function TablesDialog({ copy, opened, onClose }: TablesDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Tables of ${copy.name}`} size="lg">
      {opened ? <TablesForm copy={copy} onDone={onClose} /> : null}
    </Modal>
  )
}

function TablesForm({ copy, onDone }: { readonly copy: ReplicationView; readonly onDone: () => void }) {
  const { engine } = useEngine()
  const { data: types, error, refetch } = useObjectTypes(copy.connection)
  const [chosen, setChosen] = useState<ReadonlySet<ObjectTypeId> | null>(null)
  const left = chosen ?? leftOut(types, copy.types)
  const wanted = (types ?? []).filter(({ id, unavailable }) => unavailable === null && !left.has(id))
  const stopped = copy.types.filter((type) => left.has(type)).length
  const keep = useMutation({
    mutationFn: () => engine.replications.change({ replication: copy.id, types: wanted.map(({ id }) => id) }),
    onSuccess: onDone,
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    keep.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {error !== null ? (
          <AccountErrorNote
            title="What the account holds could not be read"
            error={error}
            onAgain={() => void refetch()}
          />
        ) : (
          <TableChoice types={types} left={left} onLeft={setChosen} />
        )}
        {stopped === 0 ? null : (
          <Text size="sm">
            {stopped === 1 ? 'One table is' : `${stopped} tables are`} no longer brought up to date. What is
            in the database stays as it is.
          </Text>
        )}
        {keep.isError ? <ErrorNote title="The tables could not be changed" error={keep.error} /> : null}
        <Group justify="flex-end">
          <Button type="submit" disabled={wanted.length === 0} loading={keep.isPending}>
            Copy {wanted.length === 1 ? '1 table' : `${wanted.length} tables`} from now on
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function leftOut(
  types: readonly ObjectTypeView[] | undefined,
  copied: readonly ObjectTypeId[],
): ReadonlySet<ObjectTypeId> {
  return new Set((types ?? []).map(({ id }) => id).filter((id) => !copied.includes(id)))
}
