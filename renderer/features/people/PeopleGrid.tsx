import { Text } from '@mantine/core'
import { useMemo } from 'react'
import type { MirrorView, PersonView } from '../../../shared/contract/people.ts'
import { ConnectionChip } from '../../components/ConnectionChip.tsx'
import { CutText } from '../../components/CutText.tsx'
import { DataGrid } from '../../components/DataGrid.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import type { GridColumn } from '../../components/grid/gridColumns.ts'
import { OpenButton } from '../../components/OpenButton.tsx'
import { counted } from '../../words.ts'
import type { PeopleFilter } from './peopleFilter.ts'
import { PersonState } from './PersonState.tsx'
import type { PersonRef } from './personRef.ts'
import { usePeople } from './usePeople.ts'

interface PeopleGridProps {
  readonly filter: PeopleFilter
  readonly mirrors: readonly MirrorView[]
  readonly onOpen: (person: PersonRef) => void
}

export function PeopleGrid({ filter, mirrors, onOpen }: PeopleGridProps) {
  const columns = useMemo(() => columnsOf(mirrors, onOpen), [mirrors, onOpen])
  const { total, isSearching, rowAt, onRange, error } = usePeople(filter)
  if (error !== null) return <ErrorNote title="The search did not work" error={error} />
  return (
    <>
      <Text size="sm" c="dimmed" aria-live="polite" className="figures">
        {isSearching ? 'Searching' : counted(total ?? 0, 'person', 'people')}
      </Text>
      <DataGrid
        key={JSON.stringify(filter)}
        label="People"
        count={total ?? 0}
        columns={columns}
        rowAt={rowAt}
        onRange={onRange}
        onOpen={onOpen}
        empty={
          isSearching ? undefined : (
            <Text c="dimmed">Nobody matches. Try a shorter part of the address, or another account.</Text>
          )
        }
      />
    </>
  )
}

function columnsOf(
  mirrors: readonly MirrorView[],
  onOpen: (person: PersonRef) => void,
): readonly GridColumn<PersonView>[] {
  const byId = new Map(mirrors.map((mirror) => [mirror.connection, mirror]))
  return [
    {
      key: 'address',
      title: 'Address',
      width: 210,
      grow: 2,
      render: (person) => (
        <OpenButton label="Open" onOpen={() => onOpen(person)}>
          {person.email ?? person.phone ?? person.name ?? `id ${person.remoteId}`}
        </OpenButton>
      ),
    },
    {
      key: 'name',
      title: 'Name',
      width: 120,
      grow: 1,
      render: ({ name }) => <CutText>{name ?? ''}</CutText>,
    },
    {
      key: 'account',
      title: 'Account',
      width: 140,
      grow: 1,
      render: ({ connection }) => {
        const mirror = byId.get(connection)
        return mirror === undefined ? '' : <ConnectionChip name={mirror.name} colour={mirror.colour} />
      },
    },
    { key: 'state', title: 'State', width: 190, render: (person) => <PersonState person={person} /> },
    {
      key: 'audiences',
      title: 'In',
      width: 150,
      grow: 2,
      render: ({ audiences }) => <CutText c="dimmed">{audiences.map(({ name }) => name).join(', ')}</CutText>,
    },
  ]
}
