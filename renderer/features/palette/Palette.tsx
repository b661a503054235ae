import { Spotlight, type SpotlightActionData } from '@mantine/spotlight'
import { IconFileUpload, IconPlayerPlay, IconPlus, IconSearch } from '@tabler/icons-react'
import { useLocation } from 'wouter'
import { useQuery } from '@tanstack/react-query'
import { useEngine } from '../../EngineContext.tsx'
import { places } from '../../shell/places.ts'

/** Ctrl/Cmd+K: everything the program can do, by its name. */
export function Palette() {
  const [, navigate] = useLocation()
  const { engine } = useEngine()
  const recipes = useQuery({ queryKey: ['recipes', 'list'], queryFn: () => engine.recipes.list({}) })
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
    ...(recipes.data ?? []).map(({ id, name }) => ({
      id: `recipe-${id}`,
      label: `Sync ${name}`,
      description: 'Saved sync',
      leftSection: <IconPlayerPlay size={18} />,
      onClick: () => navigate(`/syncs?run=${id}`),
    })),
  ]
  return (
    <Spotlight
      actions={actions}
      shortcut={['mod + K']}
      highlightQuery
      limit={12}
      attributes={{ content: { 'aria-label': 'Go to, or do' } }}
      nothingFound="Nothing is called that"
      searchProps={{ leftSection: <IconSearch size={18} />, placeholder: 'Go to, or do…' }}
    />
  )
}
