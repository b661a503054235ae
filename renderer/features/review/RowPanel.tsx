import { Checkbox, Drawer, Group, Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { PlanRowView, PlanSummary } from '../../../shared/contract/plans.ts'
import { consentWords } from '../../components/ChangeList.tsx'
import { AgreedAfterAll } from './AgreedAfterAll.tsx'
import { CopyButton } from '../../components/CopyButton.tsx'
import { Meaning } from '../../components/Meaning.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { usePartLabels } from '../../usePartLabels.ts'
import { count, counted } from '../../words.ts'
import { useSource } from '../sync/useSource.ts'
import { DiffCell } from './DiffCell.tsx'
import { diffOf } from './rowChanges.ts'
import type { Tick } from './usePlan.ts'

interface RowPanelProps {
  readonly summary: PlanSummary
  readonly row: PlanRowView | null
  readonly onTick: ((tick: Tick) => void) | null
  readonly onClose: () => void
}

/** One row: what the file says, and what would change for this person, each part to be ticked on its own. */
export function RowPanel({ summary, row: opened, onTick, onClose }: RowPanelProps) {
  const row = useFreshRow(summary, opened)
  return (
    <Drawer
      opened={opened !== null}
      onClose={onClose}
      position="right"
      size={440}
      closeButtonProps={{ 'aria-label': 'Close the row' }}
      title={row === null ? '' : `Row ${count(row.row)}${summary.undo ? ' of the undo' : ''}`}
    >
      {row === null ? null : (
        <Stack gap="lg">
          <Group gap="sm">
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              {row.email ?? (summary.object === null ? 'No address' : `A ${summary.object.one}`)}
            </Text>
            {row.email === null ? null : (
              <CopyButton text={row.email} what={summary.object === null ? 'the address' : 'the name'} />
            )}
            <Meaning of={row.kind} />
          </Group>
          {row.reason === null ? null : <Text>{row.reason}</Text>}
          {row.warning === null ? null : <Text c="var(--lf-held)">{row.warning}</Text>}
          {row.agreed === undefined ? null : (
            <AgreedAfterAll summary={summary} row={row} agreed={row.agreed} isOpen={onTick !== null} />
          )}
          <Changes summary={summary} row={row} onTick={onTick} />
          <FileCells summary={summary} row={row.row} />
        </Stack>
      )}
    </Drawer>
  )
}

/** The row as it is after a tick. */
function useFreshRow(summary: PlanSummary, opened: PlanRowView | null): PlanRowView | null {
  const { engine } = useEngine()
  const number = opened?.row ?? null
  const fresh = useQuery({
    queryKey: ['plans', 'rows', summary.id, 'one', number],
    queryFn: async () => {
      const found = await engine.plans.rows({
        plan: summary.id,
        kind: null,
        offset: (number ?? 1) - 1,
        limit: 1,
      })
      return found[0] ?? null
    },
    enabled: number !== null,
  })
  return fresh.data?.row === number ? fresh.data : opened
}

function Changes({
  summary,
  row,
  onTick,
}: {
  readonly summary: PlanSummary
  readonly row: PlanRowView
  readonly onTick: RowPanelProps['onTick']
}) {
  const labels = usePartLabels(summary.id)
  const { fields, joins, consents, takings } = diffOf(row)
  if (fields.length + joins.length + consents.length + takings.length === 0)
    return <Text c="dimmed">Nothing is sent for this row.</Text>
  const box = (on: boolean, label: string, tick: Tick) => (
    <Checkbox
      size="xs"
      aria-label={`Send ${label}`}
      checked={on}
      disabled={onTick === null}
      onChange={(event) => onTick?.({ ...tick, on: event.currentTarget.checked })}
    />
  )
  return (
    <Table withRowBorders={false} verticalSpacing={5} aria-label="What would change">
      <Table.Tbody>
        {fields.map((diff) => (
          <Table.Tr key={diff.field}>
            <Table.Td w={30}>
              {diff.field === 'email' && summary.object === null
                ? null
                : box(diff.on, labels.field(diff.field), { on: diff.on, row: row.row, field: diff.field })}
            </Table.Td>
            <Table.Th w={130} fw={500}>
              {labels.field(diff.field)}
            </Table.Th>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>
              <DiffCell diff={diff} isNew={row.kind === 'create'} />
            </Table.Td>
          </Table.Tr>
        ))}
        {joins.map(({ audience, on, op }) => (
          <Table.Tr key={`${audience.kind} ${audience.id}`}>
            <Table.Td>{box(on, labels.audience(audience), { on, row: row.row, audience })}</Table.Td>
            <Table.Th fw={500}>{op === 'join' ? 'Put into' : 'Taken out of'}</Table.Th>
            <Table.Td>{labels.audience(audience)}</Table.Td>
          </Table.Tr>
        ))}
        {takings.map(({ id, words, on }) => (
          <Table.Tr key={id} style={{ opacity: on ? 1 : 0.6 }}>
            <Table.Td />
            <Table.Th fw={500}>{on ? 'Goes' : 'Not sent'}</Table.Th>
            <Table.Td>{words}</Table.Td>
          </Table.Tr>
        ))}
        {consents.map((consent) => (
          <Table.Tr key={consent.id}>
            <Table.Td>{box(consent.on, 'consent', { on: consent.on, row: row.row, consent: true })}</Table.Td>
            <Table.Th fw={500}>Consent</Table.Th>
            <Table.Td>{consentWords(consent, labels)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function FileCells({ summary, row }: { readonly summary: PlanSummary; readonly row: number }) {
  const { engine } = useEngine()
  const source = summary.source.id
  const info = useSource(source)
  const cells = useQuery({
    queryKey: ['sources', 'row', source, row],
    queryFn: () => engine.sources.rows({ source, from: row, limit: 1 }),
  })
  const found = cells.data?.[0]
  if (found?.row !== row || info.data === undefined) return null
  const more = info.data.columns.length - mostCells
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        In {summary.source.name}
      </Text>
      <Table verticalSpacing={4} fz="sm" aria-label="The row in the file">
        <Table.Tbody>
          {info.data.columns.slice(0, mostCells).map(({ index, name }) => (
            <Table.Tr key={index}>
              <Table.Th w={150} fw={500} style={{ overflowWrap: 'anywhere' }}>
                {name}
              </Table.Th>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>
                {(found.cells[index] ?? '').slice(0, 2000)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {more > 0 ? (
        <Text size="sm" c="dimmed">
          {counted(more, 'more column')} {more === 1 ? 'is' : 'are'} in the file.
        </Text>
      ) : null}
    </Stack>
  )
}

/** A file may have thousands of columns. */
const mostCells = 200
