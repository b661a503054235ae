import { Button, CloseButton, Group, Popover, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconFilter, IconSearch } from '@tabler/icons-react'
import { namedIn } from '../../../shared/objectTypes.ts'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import type { ObjectTypeView } from '../../../shared/contract/objects.ts'
import { useSchema } from '../sync/useAccount.ts'
import { everything, hiddenFilters, type ObjectFilters, sinceWords } from './objectQuery.ts'

interface FilterBarProps {
  readonly account: ConnectionView
  readonly type: ObjectTypeView
  readonly filters: ObjectFilters
  readonly onFilters: (filters: ObjectFilters) => void
}

/** What the list is narrowed down to. The service itself is asked for it where it can. */
export function ObjectFilterBar(props: FilterBarProps) {
  const { type, filters, onFilters } = props
  const hidden = hiddenFilters(filters)
  const hasName = type.fields.some(({ id }) => namedIn.includes(id))
  return (
    <Group gap="sm" wrap="nowrap">
      <ParentFilter {...props} />
      {hasName ? (
        <TextInput
          flex="1 1 160px"
          maw={320}
          aria-label="Find by part of the name"
          placeholder="Find a name"
          maxLength={200}
          value={filters.name}
          onChange={(event) => onFilters({ ...filters, name: event.currentTarget.value })}
          leftSection={<IconSearch size={16} />}
          rightSection={
            filters.name === '' ? null : (
              <CloseButton size="sm" aria-label="Clear" onClick={() => onFilters({ ...filters, name: '' })} />
            )
          }
        />
      ) : null}
      <Popover position="bottom-start" width={300} shadow="md" trapFocus>
        <Popover.Target>
          <Button variant="default" leftSection={<IconFilter size={16} />} style={{ flex: 'none' }}>
            {hidden === 0 ? 'More filters' : `More filters (${hidden})`}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <MoreFilters {...props} />
        </Popover.Dropdown>
      </Popover>
      {hidden === 0 ? null : (
        <Button
          variant="subtle"
          color="gray"
          style={{ flex: 'none' }}
          onClick={() => onFilters({ ...everything, parent: filters.parent, name: filters.name })}
        >
          Clear them
        </Button>
      )}
    </Group>
  )
}

function MoreFilters({ type, filters, onFilters }: FilterBarProps) {
  const { since } = filters
  const isDated = type.fields.some(({ id }) => id === 'created_at')
  const bys = type.incremental
  const by = since?.by ?? bys[0]
  return (
    <Stack gap="sm">
      <TextInput
        label="Id"
        placeholder="The whole number"
        maxLength={100}
        value={filters.id}
        onChange={(event) => onFilters({ ...filters, id: event.currentTarget.value })}
      />
      {isDated ? (
        <>
          <TextInput
            type="date"
            label="Created from"
            value={filters.createdFrom}
            onChange={(event) => onFilters({ ...filters, createdFrom: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            label="Created before"
            value={filters.createdBefore}
            onChange={(event) => onFilters({ ...filters, createdBefore: event.currentTarget.value })}
          />
        </>
      ) : null}
      {by === undefined ? (
        <Text size="xs" c="dimmed">
          The service has no way to tell what changed here since a day.
        </Text>
      ) : (
        <Stack gap={6}>
          <Select
            label="Only what is new"
            allowDeselect={false}
            data={bys.map((one) => ({ value: one, label: sinceWords(one) }))}
            value={by}
            comboboxProps={{ withinPortal: false }}
            onChange={(value) =>
              value !== null && onFilters({ ...filters, since: { by: value, day: since?.day ?? '' } })
            }
          />
          <TextInput
            type="date"
            aria-label={`${sinceWords(by)} which day`}
            value={since?.day ?? ''}
            onChange={(event) => onFilters({ ...filters, since: { by, day: event.currentTarget.value } })}
          />
        </Stack>
      )}
    </Stack>
  )
}

/** Of which tag, form, sequence or person. */
function ParentFilter({ account, type, filters, onFilters }: FilterBarProps) {
  const schema = useSchema(type.parent === null ? null : account.id)
  // Which segments there are is a list of its own.
  if (type.parent === null || type.parent === 'segment') return null
  if (type.parent === 'subscriber')
    return (
      <TextInput
        w={200}
        aria-label="Id of the subscriber"
        placeholder="Id of the subscriber"
        maxLength={200}
        value={filters.parent ?? ''}
        onChange={(event) => onFilters({ ...filters, parent: event.currentTarget.value.trim() || null })}
      />
    )
  const kind = type.parent
  return (
    <Select
      w={210}
      aria-label={`Of which ${kind}`}
      placeholder={`Of every ${kind}`}
      clearable
      searchable
      limit={200}
      value={filters.parent}
      data={(schema.data?.audiences ?? [])
        .filter((audience) => audience.kind === kind)
        .map(({ id, name }) => ({ value: id, label: name }))}
      nothingFoundMessage={
        schema.error?.message ?? (schema.isFetching ? 'Reading the account' : 'None is called that')
      }
      onChange={(parent) => onFilters({ ...filters, parent })}
    />
  )
}
