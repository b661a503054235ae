import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Audience, AudienceRef, ConnectionId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'
import type { FilterChange, PeopleFilter } from './peopleFilter.ts'

interface AudienceFilterProps {
  readonly connection: ConnectionId
  readonly filter: PeopleFilter
  readonly change: (change: FilterChange) => void
}

/** One form, tag, sequence or list of the chosen account. Their names are asked for when the choice is opened. */
export function AudienceFilter({ connection, filter, change }: AudienceFilterProps) {
  const { engine } = useEngine()
  const [wasOpened, setOpened] = useState(false)
  const { data, error, isFetching } = useQuery({
    queryKey: ['connections', 'describe', connection],
    queryFn: ({ signal }) => engine.connections.describe({ connection }, signal),
    enabled: wasOpened,
  })
  const audiences = data?.audiences ?? []
  return (
    <Select
      w={190}
      aria-label="In a form, tag, sequence or list"
      placeholder="In any audience"
      clearable
      searchable
      limit={200}
      value={filter.audience === null ? null : keyOf(filter.audience)}
      data={grouped(audiences)}
      onDropdownOpen={() => setOpened(true)}
      onChange={(value) => {
        const found = audiences.find((audience) => keyOf(audience) === value)
        change({
          type: 'audience',
          audience: found === undefined ? null : { kind: found.kind, id: found.id },
        })
      }}
      nothingFoundMessage={emptyWords(error, isFetching)}
    />
  )
}

function emptyWords(error: Error | null, isFetching: boolean): string {
  if (error !== null) return error.message
  return isFetching ? 'Asking the account for its audiences' : 'None is called that'
}

function keyOf({ kind, id }: AudienceRef): string {
  return `${kind} ${id}`
}

const groups = { form: 'Forms', tag: 'Tags', sequence: 'Sequences', list: 'Lists' } as const

function grouped(audiences: readonly Audience[]) {
  return Object.entries(groups).flatMap(([kind, group]) => {
    const items = audiences
      .filter((audience) => audience.kind === kind)
      .map((audience) => ({ value: keyOf(audience), label: audience.name }))
    return items.length === 0 ? [] : [{ group, items }]
  })
}
