import { Button, CloseButton, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconHistory, IconPlus, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { DataGrid } from '../../components/DataGrid.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { GridSkeleton } from '../../components/GridSkeleton.tsx'
import { Page } from '../../components/Page.tsx'
import { TryAgain } from '../../components/TryAgain.tsx'
import { counted } from '../../words.ts'
import { runColumns, runRowHeight } from './runColumns.tsx'
import { useRuns } from './useRuns.ts'

/** A pause in typing after which is searched. */
const typingMs = 250

export function RunList() {
  const [person, setPerson] = useState('')
  const [searched] = useDebouncedValue(person.trim(), typingMs)
  return (
    <Page
      title="History"
      words="Every run with its receipt, and what became of each row."
      fill
      actions={
        <TextInput
          w={280}
          aria-label="Runs that have somebody, by part of their address"
          placeholder="Find runs with somebody"
          value={person}
          maxLength={200}
          onChange={(event) => setPerson(event.currentTarget.value)}
          leftSection={<IconSearch size={16} />}
          rightSection={
            person === '' ? null : <CloseButton size="sm" aria-label="Clear" onClick={() => setPerson('')} />
          }
        />
      }
    >
      <Runs person={searched} />
    </Page>
  )
}

function Runs({ person }: { readonly person: string }) {
  const [, navigate] = useLocation()
  const { data: runs, error, isPlaceholderData, refetch } = useRuns(person)
  if (error !== null)
    return (
      <ErrorNote title="The runs could not be read" error={error}>
        <TryAgain onClick={() => void refetch()} />
      </ErrorNote>
    )
  if (runs === undefined) return <GridSkeleton label="Reading the runs" />
  if (runs.length === 0) return person === '' ? <NoRuns /> : <NobodyFound person={person} />
  return (
    <>
      <Text size="sm" c="dimmed" aria-live="polite">
        {isPlaceholderData ? 'Searching' : foundWords(runs.length, person)}
      </Text>
      <DataGrid
        label="Runs, newest first"
        count={runs.length}
        columns={runColumns}
        rowAt={(index) => runs[index]}
        rowHeight={runRowHeight}
        onOpen={({ id }) => navigate(`/history/${id}`)}
      />
    </>
  )
}

function foundWords(runs: number, person: string): string {
  return person === ''
    ? counted(runs, 'run')
    : `${counted(runs, 'run')} with somebody whose address contains “${person}”`
}

function NoRuns() {
  return (
    <EmptyState
      icon={IconHistory}
      title="Nothing was sent yet"
      words="Each time rows are sent to an account, the run stands here: what was asked, what became of every row, and each request that left this computer."
    >
      <Button component={Link} href="/sync/import" leftSection={<IconPlus size={16} />}>
        New sync
      </Button>
    </EmptyState>
  )
}

function NobodyFound({ person }: { readonly person: string }) {
  return (
    <EmptyState
      icon={IconSearch}
      title="No run has them"
      words={`No row of any run has an address that contains “${person}”. Try a shorter part of it, such as what stands before the @.`}
    />
  )
}
