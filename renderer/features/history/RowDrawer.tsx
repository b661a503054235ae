import { Drawer, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import type { Receipt, RunRowDetail } from '../../../shared/contract/runs.ts'
import { CopyButton } from '../../components/CopyButton.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Facts } from '../../components/Facts.tsx'
import { Meaning } from '../../components/Meaning.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { usePlannedObject } from '../../usePlannedObject.ts'
import { usePartLabels } from '../../usePartLabels.ts'
import { count } from '../../words.ts'
import { UndoRow } from '../undo/UndoRow.tsx'
import { canUndo } from '../../../shared/canUndo.ts'
import { StepView } from './StepView.tsx'

interface RowDrawerProps {
  readonly receipt: Receipt
  /** `null`: closed. */
  readonly row: number | null
  readonly onClose: () => void
}

/** One row in full: its cells, what changed, each step, and the request that carried it. */
export function RowDrawer({ receipt, row, onClose }: RowDrawerProps) {
  const { engine } = useEngine()
  const { data, error } = useQuery({
    queryKey: ['runs', 'row', receipt.id, row],
    queryFn: () => (row === null ? null : engine.runs.row({ run: receipt.id, row })),
    enabled: row !== null,
  })
  return (
    <Drawer
      opened={row !== null}
      onClose={onClose}
      position="right"
      size={520}
      title={row === null ? '' : `Row ${count(row)} of ${receipt.source}`}
      closeButtonProps={{ 'aria-label': 'Close the row' }}
    >
      {error === null ? null : <ErrorNote title="The row could not be read" error={error} />}
      {data === undefined || data === null ? (
        error === null ? (
          <Skeleton height={200} animate={false} aria-label="Reading the row" />
        ) : null
      ) : (
        <Row detail={data} receipt={receipt} />
      )}
    </Drawer>
  )
}

function Row({ detail, receipt }: { readonly detail: RunRowDetail; readonly receipt: Receipt }) {
  const labels = usePartLabels(receipt.plan)
  const object = usePlannedObject(receipt.plan)
  return (
    <Stack gap="lg">
      <Stack gap={6}>
        <Group gap="xs">
          <Meaning of={detail.outcome} />
          <Text style={{ overflowWrap: 'anywhere' }}>
            {detail.email ?? (object === null ? 'no address' : `a ${object.one}`)}
          </Text>
          {detail.email === null ? null : (
            <CopyButton text={detail.email} what={object === null ? 'the address' : 'the name'} />
          )}
        </Group>
        {detail.reason === null ? null : <Text>{detail.reason}</Text>}
      </Stack>
      <Stack gap="xs" component="section" aria-labelledby="row-steps">
        <Title order={3} id="row-steps">
          What was asked of {receipt.service}
        </Title>
        {detail.changes.length === 0 ? <Text c="dimmed">Nothing: this row needed no request.</Text> : null}
        {detail.changes.map((step) => (
          <Fragment key={step.change.id}>
            <StepView step={step} labels={labels} />
          </Fragment>
        ))}
        {canUndo(receipt) &&
        detail.changes.some(({ status }) => status === 'written' || status === 'accepted') ? (
          <UndoRow run={receipt.id} row={detail.row} label="Take this row back…" />
        ) : null}
        <Text size="xs" c="dimmed">
          Requests are kept without the values they carried, and without the account’s key, which never leaves
          the keychain but for the request itself.
        </Text>
      </Stack>
      <Stack gap="xs" component="section" aria-labelledby="row-cells">
        <Title order={3} id="row-cells">
          In the file
        </Title>
        {detail.cells.length === 0 ? (
          <Text c="dimmed">The values of this row are no longer kept on this computer.</Text>
        ) : (
          <Facts facts={cellsOf(detail)} />
        )}
      </Stack>
    </Stack>
  )
}

function cellsOf({ columns, cells }: RunRowDetail): readonly (readonly [string, string])[] {
  return cells.map((cell, at) => [columns[at] ?? `Column ${at + 1}`, cell])
}
