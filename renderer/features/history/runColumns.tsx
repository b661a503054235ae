import { Anchor, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { RunView } from '../../../shared/contract/runs.ts'
import { ConnectionChip } from '../../components/ConnectionChip.tsx'
import { CutText } from '../../components/CutText.tsx'
import type { GridColumn } from '../../components/grid/gridColumns.ts'
import { RunState } from '../../components/RunState.tsx'
import { duration, moment } from '../../words.ts'
import { canGoOn, isUnderWay } from '../run/runPhase.ts'
import { RunCounts } from './RunCounts.tsx'

export const runColumns: readonly GridColumn<RunView>[] = [
  {
    key: 'run',
    title: 'Run',
    width: 76,
    render: ({ id }) => (
      <Anchor component={Link} href={`/history/${id}`} size="sm" fw={560} className="figures">
        Run {id}
      </Anchor>
    ),
  },
  { key: 'begun', title: 'Begun', width: 138, render: ({ startedAt }) => moment(startedAt) },
  {
    key: 'account',
    title: 'Account',
    width: 150,
    grow: 1,
    render: ({ connection, colour }) => <ConnectionChip name={connection} colour={colour} />,
  },
  { key: 'file', title: 'File', width: 140, grow: 2, render: ({ source }) => <CutText>{source}</CutText> },
  { key: 'state', title: 'State', width: 118, render: (view) => <RunState view={view} /> },
  { key: 'counts', title: 'Rows', width: 210, grow: 1, render: (view) => <RunCounts view={view} /> },
  { key: 'took', title: 'Took', width: 84, align: 'end', render: tookWords },
  { key: 'next', title: 'To do', width: 84, render: (view) => <ToDo view={view} /> },
]

function tookWords({ startedAt, endedAt }: RunView): string {
  return endedAt === null ? '' : duration(endedAt - startedAt)
}

function ToDo({ view }: { readonly view: RunView }) {
  if (!canGoOn(view) && !isUnderWay(view)) return <Text span />
  return (
    <Anchor component={Link} href={`/sync/run/${view.id}`} size="sm">
      {isUnderWay(view) ? 'Watch' : 'Go on'}
    </Anchor>
  )
}
