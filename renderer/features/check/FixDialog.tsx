import { Button, Checkbox, Group, Loader, Modal, ScrollArea, Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { checkTitles } from '../../../shared/check/checkKinds.ts'
import type { CheckFix, FixedCell } from '../../../shared/contract/check.ts'
import type { SourceInfo } from '../../../shared/model.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { count, counted } from '../../words.ts'
import classes from './Check.module.css'
import { useEditing } from './useCheck.ts'

const firstRows = 50
const mostRows = 500

/** What putting all alike right would change, row by row, each to be refused. */
export function FixDialog({
  source,
  fix,
  onClose,
}: {
  readonly source: SourceInfo
  readonly fix: CheckFix
  readonly onClose: () => void
}) {
  const { engine } = useEngine()
  const [limit, setLimit] = useState(firstRows)
  const [refused, setRefused] = useState<ReadonlySet<number>>(new Set())
  const { fix: making } = useEditing(source.id)
  const preview = useQuery({
    queryKey: ['fix preview', source.id, fix, limit],
    queryFn: () => engine.check.previewFix({ source: source.id, fix, offset: 0, limit }),
    placeholderData: (before) => before,
    gcTime: 0,
  })
  const data = preview.data
  const accepted = (data?.count ?? 0) - refused.size
  const refuse = (row: number, isRefused: boolean): void =>
    setRefused((before) => {
      const next = new Set(before)
      if (isRefused) next.add(row)
      else next.delete(row)
      return next
    })
  return (
    <Modal opened onClose={onClose} size="lg" title={titleOf(fix, source)}>
      <Stack gap="md">
        {preview.error === null ? null : (
          <ErrorNote title="What would change could not be worked out" error={preview.error} />
        )}
        {making.error === null ? null : <ErrorNote title="Nothing was changed" error={making.error} />}
        {data === undefined ? (
          <Loader size="sm" role="img" aria-label="Working out what would change" />
        ) : (
          <>
            <Text>{wordsOf(fix, data.count)}</Text>
            <ScrollArea.Autosize mah={340} tabIndex={0} aria-label="What would change">
              <Table verticalSpacing={5}>
                <Table.Tbody>
                  {data.cells.map((cell) => (
                    <PreviewRow
                      key={cell.row}
                      cell={cell}
                      isRefused={refused.has(cell.row)}
                      onRefuse={(isRefused) => refuse(cell.row, isRefused)}
                    />
                  ))}
                </Table.Tbody>
              </Table>
            </ScrollArea.Autosize>
            {data.count > data.cells.length ? (
              <Group gap="sm">
                <Text size="sm" c="dimmed" className="figures">
                  and {count(data.count - data.cells.length)} more
                </Text>
                {limit < mostRows ? (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    loading={preview.isFetching}
                    onClick={() => setLimit(mostRows)}
                  >
                    Show more
                  </Button>
                ) : null}
              </Group>
            ) : null}
          </>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Leave them
          </Button>
          <Button
            disabled={data === undefined || accepted === 0}
            loading={making.isPending}
            onClick={() => making.mutate({ fix, except: [...refused] }, { onSuccess: onClose })}
          >
            {buttonOf(fix, accepted)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function PreviewRow({
  cell: { row, before, after },
  isRefused,
  onRefuse,
}: {
  readonly cell: FixedCell
  readonly isRefused: boolean
  readonly onRefuse: (isRefused: boolean) => void
}) {
  return (
    <Table.Tr data-refused={isRefused || undefined} className={classes.previewRow}>
      <Table.Td w={1}>
        <Checkbox
          size="xs"
          aria-label={`Row ${row}`}
          checked={!isRefused}
          onChange={(event) => onRefuse(!event.currentTarget.checked)}
        />
      </Table.Td>
      <Table.Td w={1} ta="end" className="figures">
        {count(row)}
      </Table.Td>
      <Table.Td className={classes.before}>{before === '' ? 'empty' : before}</Table.Td>
      <Table.Td w={1}>→</Table.Td>
      <Table.Td className={classes.after}>
        {after === null ? <em>skipped</em> : after === '' ? <em>empty</em> : after}
      </Table.Td>
    </Table.Tr>
  )
}

function titleOf(fix: CheckFix, source: SourceInfo): string {
  const name = fix.column === null ? '' : (source.columns[fix.column]?.name ?? '')
  if (fix.how === 'same') return `Cells of ${name} that say the same`
  return name === '' ? checkTitles[fix.kind] : `${checkTitles[fix.kind]} in ${name}`
}

function wordsOf(fix: CheckFix, amount: number): string {
  switch (fix.how) {
    case 'suggested':
      return `${counted(amount, 'cell')} would become what ${amount === 1 ? 'it' : 'they'} most likely should be. Untick what is right as it is.`
    case 'clear':
      return `${counted(amount, 'cell')} would be emptied, so that nothing is sent for ${amount === 1 ? 'it' : 'them'}.`
    case 'skip':
      return `${counted(amount, 'row')} would be left out of every plan.`
    case 'same':
      return `${counted(amount, 'cell')} would be changed.`
  }
}

function buttonOf({ how }: CheckFix, amount: number): string {
  const verb = { suggested: 'Fix', clear: 'Empty', skip: 'Skip', same: 'Change' }[how]
  return `${verb} ${counted(amount, how === 'skip' ? 'row' : 'cell')}`
}
