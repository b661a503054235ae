import { Anchor, Button, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { RunView } from '../../../shared/contract/runs.ts'
import { ConnectionChip } from '../../components/ConnectionChip.tsx'
import { CutText } from '../../components/CutText.tsx'
import type { GridColumn } from '../../components/grid/gridColumns.ts'
import { RunState } from '../../components/RunState.tsx'
import { duration, moment } from '../../words.ts'
import { canGoOn, isUnderWay } from '../run/runPhase.ts'
import classes from './runColumns.module.css'
import { RunCounts } from './RunCounts.tsx'

/** Two lines in each cell, so that a run is seen whole in a small window. */
export const runRowHeight = 56

export const runColumns: readonly GridColumn<RunView>[] = [
  {
    key: 'run',
    title: 'Run',
    width: 136,
    render: ({ id, startedAt }) => (
      <TwoLines>
        <Anchor component={Link} href={`/history/${id}`} size="sm" fw={560} className="figures">
          Run {id}
        </Anchor>
        <Text span size="xs" c="dimmed" className="figures">
          {moment(startedAt)}
        </Text>
      </TwoLines>
    ),
  },
  {
    key: 'file',
    title: 'File and account',
    width: 150,
    grow: 1,
    most: 480,
    render: ({ source, connection, colour }) => (
      <TwoLines>
        <CutText>{source}</CutText>
        <ConnectionChip name={connection} colour={colour} />
      </TwoLines>
    ),
  },
  {
    key: 'state',
    title: 'State',
    width: 134,
    render: (view) => (
      <TwoLines>
        <span>
          <RunState view={view} />
        </span>
        <Text span size="xs" c="dimmed">
          {tookWords(view)}
        </Text>
      </TwoLines>
    ),
  },
  {
    key: 'counts',
    title: 'Rows',
    width: 164,
    grow: 0.3,
    most: 260,
    render: (view) => <RunCounts view={view} />,
  },
  { key: 'next', title: 'To do', width: 90, render: (view) => <ToDo view={view} /> },
]

function TwoLines({ children }: { readonly children: ReactNode }) {
  return <span className={classes.lines}>{children}</span>
}

function tookWords({ startedAt, endedAt }: RunView): string {
  return endedAt === null ? '' : `took ${duration(endedAt - startedAt)}`
}

function ToDo({ view }: { readonly view: RunView }) {
  if (!canGoOn(view) && !isUnderWay(view)) return null
  return (
    <Button component={Link} href={`/sync/run/${view.id}`} size="compact-sm" variant="default">
      {isUnderWay(view) ? 'Watch' : 'Go on'}
    </Button>
  )
}
