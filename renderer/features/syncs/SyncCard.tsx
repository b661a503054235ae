import { Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { RecipeView } from '../../../shared/contract/recipes.ts'
import type { ConnectionId } from '../../../shared/model.ts'
import { ConnectionChip } from '../../components/ConnectionChip.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { serviceTitles } from '../../components/serviceTitles.ts'
import { ChooseAccount } from './ChooseAccount.tsx'
import { DropTarget } from './DropTarget.tsx'
import { LastRun } from './LastRun.tsx'
import { RunSyncButtons } from './RunSyncButtons.tsx'
import { SyncMenu } from './SyncMenu.tsx'
import { SyncRules } from './SyncRules.tsx'
import { useRunSync } from './useRunSync.ts'

/** A saved sync: what it does, how it went, and the buttons that run it. A file can be dropped on it. */
export function SyncCard({ recipe }: { readonly recipe: RecipeView }) {
  const run = useRunSync(recipe)
  const [chosen, setChosen] = useState<ConnectionId | null>(null)
  const isReady = recipe.connection !== null || chosen !== null
  const start = (file: File | null): void => run.mutate({ file, connection: chosen })
  return (
    <DropTarget
      kind="list"
      words={`Run “${recipe.name}” with this file`}
      onFile={start}
      enabled={isReady && !run.isPending}
    >
      <Paper withBorder p="md" bg="var(--lf-surface)" component="article" aria-label={recipe.name} h="100%">
        <Stack gap="sm" h="100%">
          <Group justify="space-between" wrap="nowrap" align="flex-start">
            <Stack gap={2} miw={0}>
              <Title order={2} size="h3" lineClamp={2} title={recipe.name}>
                {recipe.name}
              </Title>
              {recipe.connection === null ? (
                <Text size="sm" c="var(--lf-held)">
                  Its {serviceTitles[recipe.service]} account is not connected here
                </Text>
              ) : (
                <ConnectionChip
                  service={serviceTitles[recipe.service]}
                  name={recipe.connection.name}
                  colour={recipe.connection.colour}
                />
              )}
            </Stack>
            <SyncMenu recipe={recipe} />
          </Group>
          <SyncRules recipe={recipe} />
          <LastRun recipe={recipe} />
          {run.error === null ? null : <ErrorNote title="This sync could not be run" error={run.error} />}
          <Stack gap="xs" mt="auto">
            {recipe.connection === null ? (
              <ChooseAccount service={recipe.service} chosen={chosen} onChoose={setChosen} />
            ) : null}
            <RunSyncButtons recipe={recipe} isReady={isReady} isBusy={run.isPending} onStart={start} />
          </Stack>
        </Stack>
      </Paper>
    </DropTarget>
  )
}
