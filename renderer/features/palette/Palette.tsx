import { Spotlight, type SpotlightActionData } from '@mantine/spotlight'
import { IconFileUpload, IconPlayerPlay, IconPlus, IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { RecipeView } from '../../../shared/contract/recipes.ts'
import { useEngine } from '../../EngineContext.tsx'
import { places } from '../../shell/places.ts'
import { useActs } from '../objects/ActsContext.tsx'
import { objectActions } from './objectActions.tsx'
import { usePeopleActions } from './usePeopleActions.tsx'
import { useSaidErrors } from '../../useSaidErrors.ts'
import { useStartSync } from '../sync/useStartSync.ts'

/** Ctrl/Cmd+K: everything the program can do, by its name. */
export function Palette() {
  const [, navigate] = useLocation()
  const { engine } = useEngine()
  const { open } = useActs()
  const [wasOpened, setOpened] = useState(false)
  const accounts = useQuery({
    queryKey: ['connections', 'list'],
    queryFn: () => engine.connections.list({}),
    enabled: wasOpened,
  })
  const hasKit = accounts.data?.some(({ service }) => service === 'kit') ?? false
  const recipes = useQuery({ queryKey: ['recipes', 'list'], queryFn: () => engine.recipes.list({}) })
  const [typed, setTyped] = useState('')
  const people = usePeopleActions(typed)
  const review = useReviewAgain()
  const actions: SpotlightActionData[] = [
    {
      id: 'new-sync',
      label: 'New sync',
      description: 'Choose a list and an account',
      leftSection: <IconFileUpload size={18} />,
      onClick: () => navigate('/sync/import'),
    },
    {
      id: 'connect',
      label: 'Connect an account',
      leftSection: <IconPlus size={18} />,
      onClick: () => navigate('/connections/add'),
    },
    ...places.map(({ path, label, icon: Icon }) => ({
      id: path,
      label,
      leftSection: <Icon size={18} />,
      onClick: () => navigate(path),
    })),
    ...(recipes.data ?? []).map((recipe) => ({
      id: `recipe-${recipe.id}`,
      label: `Sync ${recipe.name}`,
      description: canRunAgain(recipe) ? `Review ${recipe.lastFile} again` : 'Saved sync',
      leftSection: <IconPlayerPlay size={18} />,
      onClick: () => (canRunAgain(recipe) ? review.mutate(recipe) : navigate('/syncs')),
    })),
    ...(hasKit ? objectActions(open) : []),
    ...people,
  ]
  return (
    <Spotlight
      actions={actions}
      query={typed}
      onQueryChange={setTyped}
      shortcut={['mod + K']}
      onSpotlightOpen={() => setOpened(true)}
      highlightQuery
      limit={12}
      attributes={{ content: { 'aria-label': 'Go to, or do' } }}
      nothingFound="Nothing and nobody is called that"
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: 'Go to, do, or find a person…',
        onKeyDown: doFirst,
      }}
    />
  )
}

/** Spotlight marks the first as one types, but none of those that become known afterwards. */
function doFirst({ key, currentTarget }: KeyboardEvent<HTMLInputElement>): void {
  const dialog = currentTarget.closest('[role="dialog"]')
  if (key !== 'Enter' || currentTarget.value === '' || dialog?.querySelector('[data-selected]')) return
  dialog?.querySelector<HTMLElement>('[data-action]')?.click()
}

/** Otherwise it first needs a file, or another account. */
function canRunAgain({ lastFile, connection }: RecipeView): boolean {
  return lastFile !== null && connection !== null
}

/** Opens what a saved sync would change with the file of its last run, as that is now. */
function useReviewAgain() {
  const { engine } = useEngine()
  const startSync = useStartSync()
  const review = useMutation({
    mutationFn: ({ id }: RecipeView) => engine.recipes.prepare({ recipe: id, file: null, connection: null }),
    onSuccess: ({ source, spec }) => startSync({ source: source.id, spec }),
  })
  useSaidErrors('This sync could not be run', review.error)
  return review
}
