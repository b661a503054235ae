import { Accordion, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { IconFileTypeCsv, IconRepeat } from '@tabler/icons-react'
import { useMemo } from 'react'
import type { Receipt } from '../../../shared/contract/runs.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Meaning } from '../../components/Meaning.tsx'
import { useSaveExport } from '../../useSaveExport.ts'
import { count, counted } from '../../words.ts'
import { FixInExcelButton, FixInExcelNote } from '../fix/FixInExcel.tsx'
import { useFixInExcel } from '../fix/useFixInExcel.ts'
import { canGoOn, isUnderWay } from '../run/runPhase.ts'
import { useCorrections } from './useCorrections.ts'
import { CorrectedRows } from './CorrectedRows.tsx'
import { notThrough } from './notThroughCount.ts'
import { groupByReason, type ReasonGroup } from './reasonGroups.ts'
import { RejectGrid } from './RejectGrid.tsx'
import { useRetry } from './useRetry.ts'
import { mostRejects, useRejects } from './useRejects.ts'

/** Who did not get through, by reason; cells to correct, and the corrected rows to send. */
export function NotThrough({ receipt }: { readonly receipt: Receipt }) {
  const total = notThrough(receipt)
  const { columns, rows, isReading, isCut, error } = useRejects(receipt.id, total > 0)
  const groups = useMemo(() => groupByReason(rows), [rows])
  const { corrections, correct, drop } = useCorrections(receipt.id)
  const saving = useSaveExport()
  const fixing = useFixInExcel({ run: receipt.id })
  const retry = useRetry(receipt.id)
  if (total === 0) return null
  return (
    <Stack gap="sm" component="section" aria-labelledby="not-through">
      <Group justify="space-between" wrap="nowrap">
        <Title order={2} size="h3" id="not-through">
          {counted(total, 'row')} did not get through
        </Title>
        <Group gap="xs" wrap="nowrap">
          {isUnderWay(receipt) ? null : <FixInExcelButton {...fixing} />}
          <Button
            variant="default"
            size="xs"
            leftSection={<IconFileTypeCsv size={15} />}
            loading={saving.isPending}
            onClick={() => saving.mutate((exports) => exports.rejects({ run: receipt.id }))}
          >
            Save them as CSV
          </Button>
        </Group>
      </Group>
      <FixInExcelNote {...fixing} />
      {error === null ? null : <ErrorNote title="These rows could not be read" error={error} />}
      {rows.length === 0 && isReading ? (
        <Skeleton height={90} animate={false} aria-label="Reading the rows" />
      ) : null}
      <Accordion variant="contained" multiple>
        {groups.map((group) => (
          <Accordion.Item key={group.key} value={group.key}>
            <GroupControl group={group} />
            <Accordion.Panel>
              <GroupNote group={group} receipt={receipt} />
              {canRetry(group, receipt) ? (
                <Button
                  variant="default"
                  size="compact-sm"
                  mb="xs"
                  leftSection={<IconRepeat size={14} />}
                  loading={retry.isPending}
                  onClick={() => retry.mutate(group.rows.map(({ row }) => row))}
                >
                  Retry{' '}
                  {group.rows.length === 1
                    ? 'this row as it is'
                    : `these ${count(group.rows.length)} as they are`}
                  …
                </Button>
              ) : null}
              <RejectGrid
                label={`Rows: ${group.reason}`}
                columns={columns}
                rows={group.rows}
                corrections={corrections}
                onCorrect={canCorrect(group, receipt) ? correct : null}
              />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
      {isCut ? (
        <Text size="sm" c="dimmed">
          Grouped here are the first {count(mostRejects)} of them. All are in the CSV.
        </Text>
      ) : null}
      <CorrectedRows receipt={receipt} corrections={corrections} onDrop={drop} />
    </Stack>
  )
}

function GroupControl({ group }: { readonly group: ReasonGroup }) {
  return (
    <Accordion.Control>
      <Group gap="sm" wrap="nowrap" align="baseline">
        <Text fw={620} className="figures" miw={28} ta="end">
          {count(group.rows.length)}
        </Text>
        <Meaning of={group.outcome} />
        <Text lineClamp={2}>{group.reason}</Text>
      </Group>
    </Accordion.Control>
  )
}

function GroupNote({ group, receipt }: { readonly group: ReasonGroup; readonly receipt: Receipt }) {
  return (
    <Text size="sm" c="dimmed" mb="xs">
      {noteWords(group, receipt)}
    </Text>
  )
}

/** Going on with the run would send these as they were, over their corrections. */
function canCorrect({ outcome }: ReasonGroup, receipt: Receipt): boolean {
  const mayGoOut = outcome === 'not-sent' || outcome === 'in-doubt' || outcome === 'partly-written'
  return !isUnderWay(receipt) && !(canGoOn(receipt) && mayGoOut)
}

/** What the file says of them is not at fault, or the service may think better of it. */
function canRetry(group: ReasonGroup, receipt: Receipt): boolean {
  const mayGetThrough = ['rejected', 'not-sent', 'partly-written'].includes(group.outcome)
  return mayGetThrough && receipt.undoes === null && canCorrect(group, receipt)
}

function noteWords(group: ReasonGroup, receipt: Receipt): string {
  if (!canCorrect(group, receipt))
    return 'This run is not over: going on with it may still send these rows. Go on or cancel the rest first, then correct what is left.'
  if (group.outcome === 'held-back')
    return 'Nobody here is put on a list again, whatever is corrected, unless it is another address that belongs in the row.'
  return 'Type over a cell to correct it. The file stays as it is; only corrected rows are sent.'
}
