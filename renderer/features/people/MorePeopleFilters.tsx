import { Button, Popover, Stack, TextInput } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import {
  allPeople,
  type FilterChange,
  type MoreFilters,
  moreFiltersSet,
  type PeopleFilter,
} from './peopleFilter.ts'

interface MorePeopleFiltersProps {
  readonly filter: PeopleFilter
  readonly change: (change: FilterChange) => void
}

/** When the account got to know them, their first name, their id. */
export function MorePeopleFilters({ filter, change }: MorePeopleFiltersProps) {
  const set = moreFiltersSet(filter)
  const input = (label: string, key: keyof MoreFilters, type: 'date' | 'text', max: number) => (
    <TextInput
      label={label}
      type={type}
      maxLength={max}
      value={filter[key]}
      onChange={(event) => change({ type: 'more', more: { [key]: event.currentTarget.value } })}
    />
  )
  return (
    <Popover position="bottom-end" width={260} shadow="md" trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          px="sm"
          aria-label={set === 0 ? 'More filters' : `More filters, ${set} set`}
          title="More filters"
          style={{ flex: 'none' }}
          leftSection={<IconFilter size={16} />}
          styles={{ section: { marginInlineEnd: set === 0 ? 0 : 6 } }}
        >
          {set === 0 ? '' : set}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          {input('Created from', 'createdFrom', 'date', 10)}
          {input('Created until', 'createdTo', 'date', 10)}
          {input('First name', 'firstName', 'text', 200)}
          {input('Id at the service', 'remoteId', 'text', 100)}
          {set === 0 ? null : (
            <Button
              variant="default"
              size="xs"
              onClick={() => {
                const { createdFrom, createdTo, firstName, remoteId } = allPeople
                change({ type: 'more', more: { createdFrom, createdTo, firstName, remoteId } })
              }}
            >
              Clear these
            </Button>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
