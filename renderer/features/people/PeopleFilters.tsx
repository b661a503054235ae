import { CloseButton, Group, Select, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { MirrorView } from '../../../shared/contract/people.ts'
import { AudienceFilter } from './AudienceFilter.tsx'
import { MorePeopleFilters } from './MorePeopleFilters.tsx'
import type { FilterChange, PeopleFilter } from './peopleFilter.ts'

interface PeopleFiltersProps {
  readonly filter: PeopleFilter
  readonly change: (change: FilterChange) => void
  readonly mirrors: readonly MirrorView[]
}

export function PeopleFilters({ filter, change, mirrors }: PeopleFiltersProps) {
  return (
    <Group gap="sm" wrap="nowrap">
      <TextInput
        flex="1 1 160px"
        maw={360}
        aria-label="Find people by part of an address, a name, a phone number or an id"
        placeholder="Find people"
        value={filter.text}
        maxLength={200}
        onChange={(event) => change({ type: 'text', text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') change({ type: 'text', text: '' })
        }}
        leftSection={<IconSearch size={16} />}
        rightSection={
          filter.text === '' ? null : (
            <CloseButton size="sm" aria-label="Clear" onClick={() => change({ type: 'text', text: '' })} />
          )
        }
      />
      <Select
        w={170}
        aria-label="Account"
        placeholder="All accounts"
        clearable
        value={filter.connection}
        data={mirrors.map(({ connection, service, name }) => ({
          value: connection,
          label: `${service} · ${name}`,
        }))}
        onChange={(value) =>
          change({
            type: 'account',
            connection: mirrors.find(({ connection }) => connection === value)?.connection ?? null,
          })
        }
      />
      {filter.connection === null ? null : (
        <AudienceFilter
          key={filter.connection}
          connection={filter.connection}
          filter={filter}
          change={change}
        />
      )}
      <Select
        w={150}
        aria-label="Who"
        allowDeselect={false}
        value={filter.left === null ? 'all' : filter.left ? 'left' : 'there'}
        onChange={(value) => change({ type: 'left', left: value === 'all' ? null : value === 'left' })}
        data={[
          { value: 'all', label: 'Everyone' },
          { value: 'there', label: 'Who didn’t leave' },
          { value: 'left', label: 'Who left' },
        ]}
      />
      <MorePeopleFilters filter={filter} change={change} />
    </Group>
  )
}
