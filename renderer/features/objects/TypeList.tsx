import { Anchor, Stack, Text, Title } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { Link } from 'wouter'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import type { ObjectTypeView } from '../../../shared/contract/objects.ts'
import type { ObjectOp } from '../../../shared/objectTypes.ts'
import classes from './Objects.module.css'
import { contentsPath } from './contentsPath.ts'
import { groupTypes } from './objectWords.ts'

interface TypeListProps {
  readonly account: ConnectionView
  readonly types: readonly ObjectTypeView[]
}

/** Each kind of thing, with what can be seen of it, what can't, and what a file can do. */
export function TypeList({ account, types }: TypeListProps) {
  return (
    <Stack gap="lg" maw={1100}>
      {groupTypes(types).map((group) => (
        <section key={group.title} aria-label={group.title}>
          <Title order={2} fz="h3" mb={6}>
            {group.title}
          </Title>
          <ul className={classes.types}>
            {group.types.map((type) => (
              <TypeLine key={type.id} account={account} type={type} />
            ))}
          </ul>
        </section>
      ))}
    </Stack>
  )
}

function TypeLine({ account, type }: { readonly account: ConnectionView; readonly type: ObjectTypeView }) {
  return (
    <li className={classes.type}>
      <Anchor component={Link} href={contentsPath(account.id, type.id)} fw={600}>
        {type.title}
      </Anchor>
      <Text size="sm" c="dimmed" className={type.unavailable === null ? undefined : classes.locked}>
        {type.unavailable === null ? null : (
          <IconLock size={14} role="img" aria-label="Needs another way in:" style={{ flex: 'none' }} />
        )}
        <span>{type.unavailable ?? type.sees}</span>
      </Text>
      <Text size="sm" className={classes.can}>
        {type.unavailable === null ? canWords(type.operations) : 'Not with this key'}
      </Text>
    </li>
  )
}

const shortWords: Readonly<Record<ObjectOp, string>> = {
  insert: 'add',
  update: 'change',
  delete: 'delete',
  unsubscribe: 'unsubscribe',
}

/** `Add, change, delete` */
function canWords(operations: readonly ObjectOp[]): string {
  if (operations.length === 0) return 'To read only'
  const words = operations.map((op) => shortWords[op]).join(', ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
