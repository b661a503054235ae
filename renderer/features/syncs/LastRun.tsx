import { Anchor, Group, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { RecipeView } from '../../../shared/contract/recipes.ts'
import { RunState } from '../../components/RunState.tsx'
import { moment } from '../../words.ts'
import { RunCounts } from '../history/RunCounts.tsx'
import { useRunView } from '../run/useRunView.ts'

export function LastRun({ recipe: { lastRun } }: { readonly recipe: RecipeView }) {
  if (lastRun === null)
    return (
      <Text size="sm" c="dimmed">
        Not run yet.
      </Text>
    )
  return <Run last={lastRun} />
}

function Run({ last }: { readonly last: NonNullable<RecipeView['lastRun']> }) {
  const { data: view } = useRunView(last.run)
  return (
    <Group gap="xs" fz="sm">
      <Anchor component={Link} href={`/history/${last.run}`} size="sm">
        Run {last.run}
      </Anchor>
      <Text size="sm" c="dimmed">
        {moment(last.at)}
      </Text>
      <RunState view={view ?? { status: last.status, interrupted: false, stoppedCode: null }} />
      {view === undefined ? null : <RunCounts view={view} />}
    </Group>
  )
}
