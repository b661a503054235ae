import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconFileImport, IconTrash, IconUserOff } from '@tabler/icons-react'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import type { ObjectTypeView } from '../../../shared/contract/objects.ts'
import type { ObjectOp } from '../../../shared/objectTypes.ts'
import { useStartSync } from '../sync/useStartSync.ts'
import { importWords, isFinal } from './objectWords.ts'

/** What a file can do with this kind of thing: begins an import of it. Nothing where it can only be read. */
export function ImportMenu({
  account,
  type,
}: {
  readonly account: ConnectionView
  readonly type: ObjectTypeView
}) {
  const startSync = useStartSync()
  const begin = (op: ObjectOp) => startSync({ object: { type: type.id, op }, connection: account.id })
  const [only, ...others] = type.operations
  if (only === undefined) return null
  if (others.length === 0)
    return (
      <Button
        variant="default"
        leftSection={<IconFileImport size={16} />}
        style={{ flex: 'none' }}
        onClick={() => begin(only)}
      >
        {importWords(type, only)}…
      </Button>
    )
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconFileImport size={16} />}
          rightSection={<IconChevronDown size={14} />}
          style={{ flex: 'none' }}
        >
          With a file
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {type.operations.map((op) => (
          <Menu.Item
            key={op}
            leftSection={<OpIcon op={op} />}
            {...(isFinal(op) && { c: 'var(--lf-rejected)' })}
            onClick={() => begin(op)}
          >
            {importWords(type, op)}…
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function OpIcon({ op }: { readonly op: ObjectOp }) {
  if (op === 'delete') return <IconTrash size={16} aria-hidden />
  if (op === 'unsubscribe') return <IconUserOff size={16} aria-hidden />
  return <IconFileImport size={16} aria-hidden />
}
