import { Button, Group, Text } from '@mantine/core'
import { IconStack2 } from '@tabler/icons-react'
import { useSync } from '../sync/SyncContext.tsx'
import { useAccount } from '../sync/useAccount.ts'
import classes from './Objects.module.css'
import { importWords } from './objectWords.ts'
import { useObjectType } from './useObjects.ts'

/** Over Import: that the list is not about people to bring in, and the way back to that. */
export function ObjectsBanner() {
  const { sync, dispatch } = useSync()
  const chosen = useAccount(sync.connection)
  const type = useObjectType(sync.connection, sync.object?.type ?? null)
  if (sync.object === null || chosen === null || !type) return null
  const { serviceTitle, name } = chosen.account
  const isFinal = sync.object.op === 'delete' || sync.object.op === 'unsubscribe'
  return (
    <Group justify="space-between" wrap="nowrap" className={classes.banner}>
      <Group gap="xs" wrap="nowrap">
        <IconStack2 size={18} aria-hidden style={{ flex: 'none' }} />
        <Text>
          <b>{importWords(type, sync.object.op)}</b> {isFinal ? 'from' : 'in'} {serviceTitle} · {name}, by a
          list. You see each change before anything is sent.
        </Text>
      </Group>
      <Button
        variant="default"
        size="xs"
        style={{ flex: 'none' }}
        onClick={() => dispatch({ type: 'objects-left' })}
      >
        Bring in people instead
      </Button>
    </Group>
  )
}
