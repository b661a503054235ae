import { Anchor, Button, Group, SegmentedControl, Skeleton, Text } from '@mantine/core'
import { IconArrowLeft, IconPlayerPlay, IconReceipt } from '@tabler/icons-react'
import { Link, useLocation } from 'wouter'
import type { Receipt } from '../../../shared/contract/runs.ts'
import type { RunId } from '../../../shared/model.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { FromTo } from '../../components/FromTo.tsx'
import { Page } from '../../components/Page.tsx'
import { RunState } from '../../components/RunState.tsx'
import { TryAgain } from '../../components/TryAgain.tsx'
import { useReceipt } from '../../useReceipt.ts'
import { counted, duration, moment } from '../../words.ts'
import { canGoOn, isUnderWay } from '../run/runPhase.ts'
import { UndoMenu } from '../undo/UndoMenu.tsx'
import { RunRequests } from './RunRequests.tsx'
import { RunRows } from './RunRows.tsx'

interface RunPageProps {
  readonly run: RunId
  readonly show: 'rows' | 'requests'
}

/** One run: its rows, or its requests. */
export function RunPage({ run, show }: RunPageProps) {
  const { data: receipt, error, refetch } = useReceipt(run)
  const Shown = show === 'rows' ? RunRows : RunRequests
  return (
    <Page title={`Run ${run}`} fill actions={receipt === undefined ? null : <NextSteps receipt={receipt} />}>
      {error === null ? null : (
        <ErrorNote title={`Run ${run} could not be read`} error={error}>
          <TryAgain onClick={() => void refetch()} />
        </ErrorNote>
      )}
      <Group gap="md" wrap="nowrap" miw={0}>
        <Anchor component={Link} href="/history" size="sm" style={{ whiteSpace: 'nowrap' }}>
          <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> All runs
        </Anchor>
        {receipt === undefined ? null : <RunFacts receipt={receipt} />}
      </Group>
      {receipt === undefined ? (
        error === null ? (
          <Skeleton height={200} animate={false} aria-label="Counting the rows of the run" />
        ) : null
      ) : (
        <Shown receipt={receipt}>
          <Choice receipt={receipt} show={show} />
        </Shown>
      )}
    </Page>
  )
}

function Choice({ receipt, show }: { readonly receipt: Receipt; readonly show: RunPageProps['show'] }) {
  const [, navigate] = useLocation()
  return (
    <SegmentedControl
      aria-label="Show"
      flex="none"
      value={show}
      onChange={(value) =>
        navigate(value === 'requests' ? `/history/${receipt.id}/requests` : `/history/${receipt.id}`, {
          replace: true,
        })
      }
      data={[
        { value: 'rows', label: 'Rows' },
        { value: 'requests', label: counted(receipt.requests, 'request') },
      ]}
    />
  )
}

function RunFacts({ receipt }: { readonly receipt: Receipt }) {
  const took = receipt.endedAt === null ? '' : `, took ${duration(receipt.endedAt - receipt.startedAt)}`
  return (
    <>
      <RunState view={receipt} />
      <FromTo view={receipt} service={receipt.service} />
      <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        {moment(receipt.startedAt)}
        {took}
      </Text>
    </>
  )
}

function NextSteps({ receipt }: { readonly receipt: Receipt }) {
  const goes = canGoOn(receipt) || isUnderWay(receipt)
  return (
    <>
      {goes ? (
        <Button component={Link} href={`/sync/run/${receipt.id}`} leftSection={<IconPlayerPlay size={16} />}>
          {isUnderWay(receipt) ? 'Watch it' : 'Go on with it'}
        </Button>
      ) : null}
      <UndoMenu receipt={receipt} />
      <Button
        component={Link}
        href={`/sync/result/${receipt.id}`}
        variant="default"
        leftSection={<IconReceipt size={16} />}
      >
        Receipt and corrections
      </Button>
    </>
  )
}
