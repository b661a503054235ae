import { useDebouncedValue } from '@mantine/hooks'
import { useCallback, useMemo, useReducer } from 'react'
import { useLocation, useParams } from 'wouter'
import type { ConnectionId, RemoteId } from '../../../shared/model.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { GridSkeleton } from '../../components/GridSkeleton.tsx'
import { Page } from '../../components/Page.tsx'
import { TryAgain } from '../../components/TryAgain.tsx'
import { Mirrors } from './Mirrors.tsx'
import { NobodyRead, NoAccounts } from './NobodyRead.tsx'
import { PeopleFilters } from './PeopleFilters.tsx'
import { PeopleGrid } from './PeopleGrid.tsx'
import { allPeople, type PeopleFilter, peopleFilter } from './peopleFilter.ts'
import { PersonDrawer } from './PersonDrawer.tsx'
import { personPath, type PersonRef } from './personRef.ts'
import { SavePeople } from './SavePeople.tsx'
import { useMirrors } from './useMirrors.ts'

/** A pause in typing after which is searched. */
const typingMs = 250

/** Who is looked at stands in the address, so that the palette leads there and a reload comes back. */
function useOpenedPerson(): readonly [PersonRef | null, (person: PersonRef | null) => void] {
  const { connection, person } = useParams<{ connection?: string; person?: string }>()
  const [, navigate] = useLocation()
  const opened = useMemo(
    () =>
      connection === undefined || person === undefined
        ? null
        : { connection: connection as ConnectionId, remoteId: person as RemoteId },
    [connection, person],
  )
  const open = useCallback(
    (next: PersonRef | null) => navigate(next === null ? '/people' : personPath(next)),
    [navigate],
  )
  return [opened, open]
}

function isTyped({ text, firstName, remoteId }: PeopleFilter): boolean {
  return text !== '' || firstName !== '' || remoteId !== ''
}

/** Who is in the accounts, as this computer knows them. */
export function PeoplePage() {
  const { data: mirrors, error, refetch } = useMirrors()
  const [filter, change] = useReducer(peopleFilter, allPeople)
  const [searched] = useDebouncedValue(filter, isTyped(filter) ? typingMs : 0)
  const [opened, setOpened] = useOpenedPerson()
  const isEmpty = mirrors?.every(({ people }) => people === 0) ?? false
  return (
    <Page
      title="People"
      words="Who is in your accounts, as this computer last read them."
      fill
      actions={mirrors === undefined || isEmpty ? null : <SavePeople filter={searched} />}
    >
      {error === null ? null : (
        <ErrorNote title="The people could not be read" error={error}>
          <TryAgain onClick={() => void refetch()} />
        </ErrorNote>
      )}
      {mirrors === undefined ? (
        error === null ? (
          <GridSkeleton label="Reading who is known" />
        ) : null
      ) : mirrors.length === 0 ? (
        <NoAccounts what="everyone in it can be searched here, on this computer." />
      ) : (
        <>
          {isEmpty ? <NobodyRead /> : null}
          <Mirrors mirrors={mirrors} />
          {isEmpty ? null : (
            <>
              <PeopleFilters filter={filter} change={change} mirrors={mirrors} />
              <PeopleGrid filter={searched} mirrors={mirrors} onOpen={setOpened} />
            </>
          )}
        </>
      )}
      <PersonDrawer person={opened} mirrors={mirrors ?? []} onClose={() => setOpened(null)} />
    </Page>
  )
}
