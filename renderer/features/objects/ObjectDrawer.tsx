import { Button, Drawer, Group, Stack } from '@mantine/core'
import { IconKey, IconPencil, IconTrash, IconUserOff } from '@tabler/icons-react'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import type { ObjectTypeView, ObjectView } from '../../../shared/contract/objects.ts'
import type { FieldId } from '../../../shared/model.ts'
import { CopyButton } from '../../components/CopyButton.tsx'
import { Facts } from '../../components/Facts.tsx'
import { type Act, canChange, canDelete } from './acts.ts'
import { useActs } from './ActsContext.tsx'
import { cellWords, objectName, valueOf } from './objectWords.ts'

interface ObjectDrawerProps {
  readonly account: ConnectionView
  readonly type: ObjectTypeView
  /** `null`: closed. */
  readonly object: ObjectView | null
  readonly onClose: () => void
}

/** All that the service shows of one thing, and what can be done with it here. */
export function ObjectDrawer({ account, type, object, onClose }: ObjectDrawerProps) {
  return (
    <Drawer
      opened={object !== null}
      onClose={onClose}
      position="right"
      size={480}
      title={object === null ? '' : objectName(type, object)}
      styles={{ title: { overflowWrap: 'anywhere', fontWeight: 620 } }}
      closeButtonProps={{ 'aria-label': `Close the ${type.one}` }}
    >
      {object === null ? null : (
        <Stack gap="lg">
          <Facts facts={factsOf(type, object)} />
          <Actions account={account} type={type} object={object} onClose={onClose} />
        </Stack>
      )}
    </Drawer>
  )
}

function factsOf(type: ObjectTypeView, object: ObjectView) {
  return type.fields.flatMap((field) => {
    const value = valueOf(object, field.id)
    if (value === undefined || value === null || value === '') return []
    const words = cellWords(value, field)
    const isId = field.id === 'id' || field.id === 'subscriber_id'
    return [
      [
        field.label,
        isId ? (
          <Group key={field.id} gap={4} wrap="nowrap">
            {words}
            <CopyButton text={words} what="the id" />
          </Group>
        ) : (
          <span key={field.id} style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
            {words}
          </span>
        ),
      ] as const,
    ]
  })
}

function Actions({
  account,
  type,
  object,
  onClose,
}: Omit<ObjectDrawerProps, 'object'> & { readonly object: ObjectView }) {
  const { open } = useActs()
  const begin = (act: Act) => {
    onClose()
    open(act)
  }
  const connection = account.id
  const email = valueOf(object, 'email' as FieldId)
  const isThere = valueOf(object, 'state' as FieldId) === 'active'
  return (
    <Group gap="xs">
      {canChange(type) ? (
        <Button
          variant="default"
          leftSection={<IconPencil size={16} />}
          onClick={() => begin({ is: 'update', connection, type: type.id, object })}
        >
          {type.id === 'customFields' || type.id === 'tags' ? 'Rename' : 'Change'}
        </Button>
      ) : null}
      {type.id === 'webhookEndpoints' ? (
        <Button
          variant="default"
          leftSection={<IconKey size={16} />}
          onClick={() => begin({ is: 'secret', connection, object })}
        >
          New signing secret
        </Button>
      ) : null}
      {canDelete(type) ? (
        <Button
          variant="default"
          c="var(--lf-rejected)"
          leftSection={<IconTrash size={16} />}
          onClick={() => begin({ is: 'delete', connection, type: type.id, object })}
        >
          Delete
        </Button>
      ) : null}
      {type.operations.includes('unsubscribe') && typeof email === 'string' && isThere ? (
        <Button
          variant="default"
          c="var(--lf-rejected)"
          leftSection={<IconUserOff size={16} />}
          onClick={() => begin({ is: 'unsubscribe', connection, email })}
        >
          Unsubscribe
        </Button>
      ) : null}
    </Group>
  )
}
