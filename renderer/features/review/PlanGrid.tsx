import { Button, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { PlanRowView, PlanSummary } from '../../../shared/contract/plans.ts'
import { DataGrid } from '../../components/DataGrid.tsx'
import type { GridSelection } from '../../components/grid/gridSelection.ts'
import { usePagedRows } from '../../components/usePagedRows.ts'
import { useEngine } from '../../EngineContext.tsx'
import { usePartLabels } from '../../usePartLabels.ts'
import { count } from '../../words.ts'
import { planColumns } from './planColumns.tsx'
import { tickState } from './rowChanges.ts'
import { isSent, isWhollyOff, kindState, type SentKind, type ShownKind } from './planSums.ts'
import { type Tick, usePlanParts, usePlanSpec } from './usePlan.ts'

interface PlanGridProps {
  readonly summary: PlanSummary
  readonly shown: ShownKind
  readonly search: string
  readonly warned: boolean
  readonly onOpen: (row: PlanRowView) => void
  /** `null`: the plan was run, nothing can be changed any more. */
  readonly onTick: ((tick: Tick) => void) | null
}

export function PlanGrid({ summary, shown, search, warned, onOpen, onTick }: PlanGridProps) {
  const { engine } = useEngine()
  const plan = summary.id
  const parts = usePlanParts(plan).data
  const labels = usePartLabels(plan)
  const kind = shown === 'all' ? null : shown
  const filter = { plan, kind, search, warned }
  const found = useQuery({
    queryKey: ['plans', 'count', plan, kind, search, warned],
    queryFn: () => engine.plans.countRows(filter),
    enabled: search !== '' || warned,
  })
  const all = kind === null ? summary.source.rows + (summary.leavers ?? 0) : summary.counts[kind]
  const total = search === '' && !warned ? all : (found.data ?? 0)
  const rows = usePagedRows<PlanRowView>(
    ['plans', 'rows', plan, kind, search, warned],
    total,
    (offset, limit) => engine.plans.rows({ ...filter, offset, limit }),
  )
  const hasWarnings = summary.warningRows > 0
  const subscribes = summary.consent !== null
  const heldBackSends = usePlanSpec(plan).data?.heldBack === 'fields-only'
  const { object } = summary
  const isUndo = summary.undo !== undefined
  const columns = useMemo(
    () =>
      planColumns({
        shown,
        parts: parts ?? [],
        labels,
        onOpen,
        hasWarnings,
        subscribes,
        heldBackSends,
        object,
        isUndo,
      }),
    [shown, parts, labels, onOpen, hasWarnings, subscribes, heldBackSends, object, isUndo],
  )
  const selection = useMemo(
    () => (onTick === null ? undefined : selectionOf(shown, summary, onTick)),
    [shown, summary, onTick],
  )
  return (
    <DataGrid
      label="Rows of the plan"
      count={total}
      columns={columns}
      rowAt={rows.rowAt}
      onRange={rows.onRange}
      onOpen={onOpen}
      {...(selection !== undefined && { selection })}
      empty={
        <Stack align="center" gap="sm">
          <Text c="dimmed" ta="center">
            {rows.error?.message ?? emptyWords(summary, shown, search)}
          </Text>
          {onTick !== null && search === '' && isWhollyOff(summary, shown) ? (
            <Button variant="default" onClick={() => onTick({ kind: shown, on: true })}>
              Switch all {allWords(shown, summary)} on again
            </Button>
          ) : null}
        </Stack>
      }
    />
  )
}

function allWords(shown: SentKind, { object }: Pick<PlanSummary, 'object'>): string {
  if (shown === 'delete') return 'deletions'
  if (shown === 'update') return 'changed rows'
  return object === null ? 'new people' : 'new rows'
}

function emptyWords(summary: PlanSummary, shown: ShownKind, search: string): string {
  if (search !== '') return `No row here holds “${search}”.`
  if (!isSent(shown)) return 'There are no such rows.'
  const off = summary.untickedOf?.[shown] ?? 0
  if (off === 0) return 'There are no such rows.'
  return `You unticked all ${count(off)} ${allWords(shown, summary)}; they are not sent.`
}

function selectionOf(
  shown: ShownKind,
  summary: PlanSummary,
  onTick: (tick: Tick) => void,
): GridSelection<PlanRowView> {
  return {
    labelOf: ({ row }) => `Send row ${row}`,
    stateOf: tickState,
    onTick: ({ row }, on) => onTick({ row, on }),
    ...(shown === 'left-out' &&
      summary.unticked > 0 && {
        all: {
          label: 'Tick again all rows that were unticked',
          state: 'off' as const,
          onTick: (on: boolean) => onTick({ kind: shown, on }),
        },
      }),
    ...(isSent(shown) &&
      (summary.counts[shown] > 0 || isWhollyOff(summary, shown)) && {
        all: {
          label: `Send all ${allWords(shown, summary)}`,
          state: kindState(summary, shown),
          // Half ticked becomes whole first, so that nobody is left out unseen.
          onTick: () => onTick({ kind: shown, on: kindState(summary, shown) !== 'on' }),
        },
      }),
  }
}
