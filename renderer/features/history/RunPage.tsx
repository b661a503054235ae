import { Anchor, Button, Group, SegmentedControl, Skeleton, Text } from '@mantine/core'
import { IconArrowLeft, IconPlayerPlay, IconReceipt } from '@tabler/icons-react'
import { Link, useSearchParams } from 'wouter'
import type { Receipt } from '../../../shared/contract/runs.ts'
import type { RunId } from '../../../shared/model.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { FromTo } from '../../components/FromTo.tsx'
import { Page } from '../../components/Page.tsx'
import { RunState } from '../../components/RunState.tsx'
import { useReceipt } from '../../useReceipt.ts'
import { count, duration, moment } from '../../words.ts'
import { canGoOn, isUnderWay } from '../run/runPhase.ts'
import { RunRequests } from './RunRequests.tsx'
import { RunRows } from './RunRows.tsx'

/** One run: its rows and its requests. */
export function RunPage({ run }: { readonly run: RunId }) {
  const { data: receipt, error } = useReceipt(run)
  const [params, setParams] = useSearchParams()
  const show = params.get('show') === 'requests' ? 'requests' : 'rows'
  return (
    <Page title={`Run ${run}`} fill actions={receipt === undefined ? null : <NextSteps receipt={receipt} />}>
      <Anchor component={Link} href="/history" size="sm" w="fit-content">
        <Group gap={4} wrap="nowrap">
          <IconArrowLeft size={14} aria-hidden /> All runs
        </Group>
      </Anchor>
      {error === null ? null : <ErrorNote title={`Run ${run} could not be read`} error={error} />}
      {receipt === undefined ? (
        error === null ? (
          <Skeleton height={40} animate={false} />
        ) : null
      ) : (
        <Facts receipt={receipt} />
      )}
      {receipt === undefined ? null : (
        <SegmentedControl
          aria-label="Show"
          w="fit-content"
          value={show}
          onChange={(value) => setParams(value === 'requests' ? { show: value } : {}, { replace: true })}
          data={[
            { value: 'rows', label: `Rows (${count(receipt.rows)})` },
            { value: 'requests', label: `Requests (${count(receipt.requests)})` },
          ]}
        />
      )}
      {receipt === undefined ? null : show === 'rows' ? (
        <RunRows receipt={receipt} />
      ) : (
        <RunRequests receipt={receipt} />
      )}
    </Page>
  )
}

function Facts({ receipt }: { readonly receipt: Receipt }) {
  const took = receipt.endedAt === null ? '' : `, took ${duration(receipt.endedAt - receipt.startedAt)}`
  return (
    <Group gap="md" wrap="nowrap" miw={0}>
      <RunState view={receipt} />
      <FromTo view={receipt} service={receipt.service} />
      <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        {moment(receipt.startedAt)}
        {took}
      </Text>
    </Group>
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
