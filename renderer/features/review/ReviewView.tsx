import { Button, Checkbox, Group, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconDeviceFloppy, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import type { PlanRowView, PlanSummary } from '../../../shared/contract/plans.ts'
import type { RunView } from '../../../shared/contract/runs.ts'
import { SaveAsSync } from '../../components/SaveAsSync.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useStable } from '../../useStable.ts'
import { count } from '../../words.ts'
import { StepFrame } from '../sync/StepFrame.tsx'
import { UndoNote } from '../undo/UndoNote.tsx'
import { finalWords } from '../../../shared/finalWords.ts'
import { GuardNote } from './GuardNote.tsx'
import { KindTabs } from './KindTabs.tsx'
import { PartsMenu } from './PartsMenu.tsx'
import { PlanFacts } from './PlanFacts.tsx'
import { PlanGrid } from './PlanGrid.tsx'
import { rowKinds, type ShownKind } from './planSums.ts'
import { RowPanel } from './RowPanel.tsx'
import { RunButton } from './RunButton.tsx'
import { StalePlan } from './StalePlan.tsx'
import { type Tick, useTick } from './usePlan.ts'

interface ReviewViewProps {
  readonly summary: PlanSummary
  /** The run of this plan, where there is one. */
  readonly ranAs: RunView | null
}

export function ReviewView({ summary, ranAs }: ReviewViewProps) {
  const [shown, setShown] = useState<ShownKind>(() => firstShown(summary))
  const [search, setSearch] = useState('')
  const [warned, setWarned] = useState(false)
  const [opened, setOpened] = useState<PlanRowView | null>(null)
  const [isSaving, setSaving] = useState(false)
  const [settled] = useDebouncedValue(search.trim(), 250)
  const tick = useTick(summary.id)
  const onOpen = useStable((row: PlanRowView) => setOpened(row))
  const change = useStable((given: Tick) => tick.mutate(given))
  const onTick = ranAs === null ? change : null
  return (
    <StepFrame
      title={summary.undo ? `Take run ${summary.undo.run} back` : 'Review the changes'}
      words={<PlanFacts summary={summary} />}
      actions={
        // That is of one run.
        summary.undo ? null : (
          <Button
            variant="default"
            style={{ flex: 'none' }}
            leftSection={<IconDeviceFloppy size={16} />}
            onClick={() => setSaving(true)}
          >
            Save as a sync
          </Button>
        )
      }
      footer={<RunButton summary={summary} ranAs={ranAs} isChanging={tick.isPending} />}
    >
      <StalePlan summary={summary} ranAs={ranAs} />
      {tick.isError ? <ErrorNote title="That could not be changed" error={tick.error} /> : null}
      {ranAs === null ? <UndoNote summary={summary} /> : null}
      {ranAs === null && !summary.undo ? <GuardNote summary={summary} /> : null}
      <KindTabs summary={summary} shown={shown} onShown={setShown}>
        <Group gap="md" wrap="nowrap">
          <TextInput
            aria-label="Search rows"
            placeholder={
              summary.object === null
                ? 'Search an address, a value or a reason'
                : 'Search a name, a value or a reason'
            }
            leftSection={<IconSearch size={15} />}
            flex="0 1 320px"
            miw={210}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          {summary.warningRows > 0 ? (
            <Checkbox
              size="xs"
              label={`Only the ${count(summary.warningRows)} with a warning`}
              checked={warned}
              onChange={(event) => setWarned(event.currentTarget.checked)}
            />
          ) : null}
          {onTick === null ? null : (
            <span style={{ marginInlineStart: 'auto' }}>
              <PartsMenu summary={summary} onTick={onTick} />
            </span>
          )}
        </Group>
        <PlanGrid
          key={shown}
          summary={summary}
          shown={shown}
          search={settled}
          warned={warned}
          onOpen={onOpen}
          onTick={onTick}
        />
        {finalWords(summary) === '' || ranAs !== null ? null : (
          <Text size="sm" c="dimmed" lh={1.4}>
            {finalWords(summary)}
          </Text>
        )}
      </KindTabs>
      <RowPanel summary={summary} row={opened} onTick={onTick} onClose={() => setOpened(null)} />
      <SaveAsSync
        of={{ plan: summary.id, source: summary.source.name, connection: summary.connection.name }}
        opened={isSaving}
        onClose={() => setSaving(false)}
      />
    </StepFrame>
  )
}

/** The first kind that has something to look at. */
function firstShown({ counts }: PlanSummary): ShownKind {
  return rowKinds.find((kind) => kind !== 'unchanged' && counts[kind] > 0) ?? 'all'
}
