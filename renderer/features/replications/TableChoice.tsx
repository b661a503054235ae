import { Button, Checkbox, Fieldset, Group, SimpleGrid, Skeleton } from '@mantine/core'
import type { ObjectTypeView } from '../../../shared/contract/objects.ts'
import type { ObjectTypeId } from '../../../shared/objectTypes.ts'

interface TableChoiceProps {
  readonly types: readonly ObjectTypeView[] | undefined
  /** Those that are not wanted. */
  readonly left: ReadonlySet<ObjectTypeId>
  readonly onLeft: (left: ReadonlySet<ObjectTypeId>) => void
}

/** Which kinds of things are copied: all that the connection can reach, unless somebody leaves some out. */
export function TableChoice({ types, left, onLeft }: TableChoiceProps) {
  if (types === undefined) return <Skeleton height={120} aria-label="Reading what the account holds" />
  const reachable = types.filter(({ unavailable }) => unavailable === null)
  const isAll = reachable.every(({ id }) => !left.has(id))
  return (
    <Fieldset legend="Tables" p="sm">
      <SimpleGrid cols={{ base: 2, sm: 3 }} spacing="xs" verticalSpacing={6}>
        {types.map(({ id, title, sees, unavailable }) => (
          <Checkbox
            key={id}
            label={title}
            title={unavailable ?? sees}
            disabled={unavailable !== null}
            checked={unavailable === null && !left.has(id)}
            onChange={({ currentTarget }) => {
              const next = new Set(left)
              if (currentTarget.checked) next.delete(id)
              else next.add(id)
              onLeft(next)
            }}
          />
        ))}
      </SimpleGrid>
      <Group justify="flex-end" mt="xs">
        <Button
          variant="subtle"
          size="compact-xs"
          onClick={() => onLeft(isAll ? new Set(reachable.map(({ id }) => id)) : new Set())}
        >
          {isAll ? 'None of them' : 'All of them'}
        </Button>
      </Group>
    </Fieldset>
  )
}
