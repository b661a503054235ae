import { Group, Text } from '@mantine/core'
import { type ReactNode, useMemo } from 'react'
import type { Receipt, RequestView } from '../../../shared/contract/runs.ts'
import { CutText } from '../../components/CutText.tsx'
import { DataGrid } from '../../components/DataGrid.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import type { GridColumn } from '../../components/grid/gridColumns.ts'
import { SaveAs } from '../../components/SaveAs.tsx'
import { type PartLabels, usePartLabels } from '../../usePartLabels.ts'
import { useSaveExport } from '../../useSaveExport.ts'
import { count, duration, momentToTheSecond } from '../../words.ts'
import { answerWords } from './answerWords.ts'
import { RunLedger } from './RunLedger.tsx'
import { useRequests } from './useRequests.ts'

/** Everything of a run that left this computer, without any value. */
export function RunRequests({
  receipt,
  children,
}: {
  readonly receipt: Receipt
  /** What stands before the words. */
  readonly children: ReactNode
}) {
  const labels = usePartLabels(receipt.plan)
  const columns = useMemo(() => columnsOf(labels), [labels])
  const requests = useRequests(receipt)
  const saving = useSaveExport()
  if (requests.error !== null)
    return <ErrorNote title="The requests could not be read" error={requests.error} />
  return (
    <>
      <Group gap="md" wrap="nowrap">
        {children}
        <Text size="xs" c="dimmed" flex={1}>
          Newest first. Only names of fields are noted: no value, no address and no key of the account is in
          this list.
        </Text>
        <SaveAs
          loading={saving.isPending}
          onSave={(format) => saving.mutate((exports) => exports.requests({ run: receipt.id, format }))}
        />
      </Group>
      <RunLedger receipt={receipt} />
      <DataGrid
        label="Requests of this run, newest first"
        count={receipt.requests}
        columns={columns}
        rowAt={requests.rowAt}
        onRange={requests.onRange}
        empty={
          <Text c="dimmed">
            This run sent no request: the account had everything already, or nothing could be sent.
          </Text>
        }
      />
    </>
  )
}

function columnsOf(labels: PartLabels): readonly GridColumn<RequestView>[] {
  return [
    { key: 'sent', title: 'Sent', width: 168, render: ({ sentAt }) => momentToTheSecond(sentAt) },
    {
      key: 'path',
      title: 'Request',
      width: 240,
      grow: 2,
      render: ({ method, path }) => <CutText>{`${method} ${path}`}</CutText>,
    },
    {
      key: 'fields',
      title: 'Fields',
      width: 160,
      grow: 1,
      render: ({ fields }) => <CutText>{fields.map(labels.field).join(', ')}</CutText>,
    },
    { key: 'rows', title: 'Rows', width: 72, align: 'end', render: ({ rows }) => count(rows) },
    {
      key: 'answer',
      title: 'Answer',
      width: 150,
      render: (request) => <CutText>{answerWords(request)}</CutText>,
    },
    {
      key: 'took',
      title: 'Took',
      width: 90,
      align: 'end',
      render: ({ sentAt, answeredAt }) => (answeredAt === null ? '' : answerTime(answeredAt - sentAt)),
    },
  ]
}

function answerTime(ms: number): string {
  return ms < 1000 ? `${Math.max(0, Math.round(ms))} ms` : duration(ms)
}
