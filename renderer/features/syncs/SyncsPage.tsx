import { Button, CloseButton, SimpleGrid, Text, TextInput } from '@mantine/core'
import { IconPlus, IconRefresh, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { RecipeView } from '../../../shared/contract/recipes.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { GridSkeleton } from '../../components/GridSkeleton.tsx'
import { Page } from '../../components/Page.tsx'
import { TryAgain } from '../../components/TryAgain.tsx'
import { useSaidErrors } from '../../useSaidErrors.ts'
import { DropTarget } from './DropTarget.tsx'
import { ImportButton } from './ImportButton.tsx'
import { SyncCard } from './SyncCard.tsx'
import { useImportSync } from './useImportSync.ts'
import { useRecipes } from './useRecipes.ts'

/** So many can be seen at a glance; more are searched. */
const fewSyncs = 8

/** The saved syncs, each to be run again. */
export function SyncsPage() {
  const { data: recipes, error, refetch } = useRecipes()
  const importing = useImportSync()
  useSaidErrors('The sync could not be imported', importing.error)
  return (
    <Page
      title="Syncs"
      words="Run again with one click, on the same file or a newer one."
      actions={
        <>
          <ImportButton isBusy={importing.isPending} onFile={importing.mutate} />
          {recipes?.length === 0 ? null : <NewSync />}
        </>
      }
    >
      <DropTarget
        kind="sync"
        words="Import this sync"
        enabled={!importing.isPending}
        onFile={importing.mutate}
      >
        {error !== null ? (
          <ErrorNote title="The syncs could not be read" error={error}>
            <TryAgain onClick={() => void refetch()} />
          </ErrorNote>
        ) : recipes === undefined ? (
          <GridSkeleton label="Reading the syncs" />
        ) : recipes.length === 0 ? (
          <NoSyncs />
        ) : (
          <SyncList recipes={recipes} />
        )}
      </DropTarget>
    </Page>
  )
}

function SyncList({ recipes }: { readonly recipes: readonly RecipeView[] }) {
  const [typed, setTyped] = useState('')
  const shown = recipes.filter((recipe) => isFound(recipe, typed.trim().toLowerCase()))
  return (
    <>
      {recipes.length <= fewSyncs ? null : (
        <TextInput
          maw={360}
          mb="md"
          aria-label="Find a sync"
          placeholder="Find a sync by its name, account or audience"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          leftSection={<IconSearch size={16} />}
          rightSection={
            typed === '' ? null : <CloseButton size="sm" aria-label="Clear" onClick={() => setTyped('')} />
          }
        />
      )}
      {shown.length === 0 ? <Text c="dimmed">No sync is called that.</Text> : null}
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        {shown.map((recipe) => (
          <SyncCard key={recipe.id} recipe={recipe} />
        ))}
      </SimpleGrid>
    </>
  )
}

function isFound({ name, connection, audiences, object }: RecipeView, typed: string): boolean {
  const words = [name, connection?.name ?? '', object?.title ?? '', ...audiences.map((one) => one.name)]
  return words.some((word) => word.toLowerCase().includes(typed))
}

function NoSyncs() {
  return (
    <EmptyState
      icon={IconRefresh}
      title="No sync is saved yet"
      words="A sync remembers how a file is read, which column fills which field, where people go and by which rules. Bring a list in once, save it at its result, and next week’s file takes one click. A colleague’s sync can be dropped here too."
    >
      <NewSync />
    </EmptyState>
  )
}

function NewSync() {
  return (
    <Button component={Link} href="/sync/import" leftSection={<IconPlus size={16} />}>
      New sync
    </Button>
  )
}
