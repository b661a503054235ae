import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { PlanRowView, PlanSummary } from '../../../shared/contract/plans.ts'
import { DataGrid } from '../../components/DataGrid.tsx'
import type { GridSelection } from '../../components/grid/gridSelection.ts'
import { usePagedRows } from '../../components/usePagedRows.ts'
import { useEngine } from '../../EngineContext.tsx'
import { usePartLabels } from '../../usePartLabels.ts'
import type { ShownKind } from './KindTabs.tsx'
import { planColumns } from './planColumns.tsx'
import { tickState } from './rowChanges.ts'
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
  const all = kind === null ? summary.source.rows : summary.counts[kind]
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
      }),
    [shown, parts, labels, onOpen, hasWarnings, subscribes, heldBackSends, object],
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
        <Text c="dimmed" ta="center">
          {rows.error?.message ??
            (search === '' ? 'There are no such rows.' : `No row here holds “${search}”.`)}
        </Text>
      }
    />
  )
}

function allWords(shown: 'create' | 'update' | 'delete', { object }: PlanSummary): string {
  if (shown === 'delete') return 'deletions'
  if (shown === 'update') return 'changed rows'
  return object === null ? 'new people' : 'new rows'
}

function selectionOf(
  shown: ShownKind,
  summary: PlanSummary,
  onTick: (tick: Tick) => void,
): GridSelection<PlanRowView> {
  const sends = shown === 'create' || shown === 'update' || shown === 'delete'
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
    ...(sends &&
      summary.counts[shown] > 0 && {
        all: {
          label: `Send all ${allWords(shown, summary)}`,
          state: 'on' as const,
          onTick: (on: boolean) => onTick({ kind: shown, on }),
        },
      }),
  }
}
