import { CloseButton, Group, Select, TextInput, VisuallyHidden } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { Receipt } from '../../../shared/contract/runs.ts'
import type { RowOutcome } from '../../../shared/model.ts'
import { meanings } from '../../components/Meaning.tsx'
import { outcomeOrder } from '../../components/outcomeWords.ts'
import { SaveAs } from '../../components/SaveAs.tsx'
import { usePlannedObject } from '../../usePlannedObject.ts'
import { useSaveExport } from '../../useSaveExport.ts'
import { count } from '../../words.ts'
import { RowDrawer } from './RowDrawer.tsx'
import { RunRowGrid } from './RunRowGrid.tsx'
import { type RunRowsFound, useAllRows, useMatchingRows } from './useRunRows.ts'

/** The rows of a run by outcome, to be searched; one opened in full. */
export function RunRows({
  receipt,
  children,
}: {
  readonly receipt: Receipt
  /** What stands before the filters. */
  readonly children: ReactNode
}) {
  const [outcome, setOutcome] = useState<RowOutcome | null>(null)
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), 250)
  const [opened, setOpened] = useState<number | null>(null)
  const saving = useSaveExport()
  const isAll = outcome === null && search === ''
  const List = isAll ? AllRows : MatchingRows
  return (
    <>
      <Group gap="sm">
        {children}
        <Select
          aria-label="Outcome"
          w={170}
          allowDeselect={false}
          value={outcome ?? 'all'}
          onChange={(value) => setOutcome(value === 'all' ? null : (value as RowOutcome))}
          data={outcomeChoices(receipt)}
        />
        <TextInput
          flex="1 1 150px"
          miw={120}
          maw={360}
          aria-label="Rows by part of an address or a reason"
          placeholder="Find an address or a reason"
          value={typed}
          maxLength={200}
          onChange={(event) => setTyped(event.currentTarget.value)}
          leftSection={<IconSearch size={16} />}
          rightSection={
            typed === '' ? null : <CloseButton size="sm" aria-label="Clear" onClick={() => setTyped('')} />
          }
        />
        <Group ml="auto" flex="none">
          <SaveAs
            title={
              outcome === null
                ? 'Every row with its outcome'
                : `Every row that is “${meanings[outcome].label}”`
            }
            loading={saving.isPending}
            onSave={(format) =>
              saving.mutate((exports) => exports.rows({ run: receipt.id, outcome, format }))
            }
          />
        </Group>
      </Group>
      <List
        key={`${outcome ?? 'all'} ${search}`}
        receipt={receipt}
        filter={{ outcome, search }}
        onOpen={setOpened}
      />
      <RowDrawer receipt={receipt} row={opened} onClose={() => setOpened(null)} />
    </>
  )
}

interface ListProps {
  readonly receipt: Receipt
  readonly filter: { readonly outcome: RowOutcome | null; readonly search: string }
  readonly onOpen: (row: number) => void
}

function AllRows({ receipt, onOpen }: ListProps) {
  return <List receipt={receipt} found={useAllRows(receipt)} onOpen={onOpen} />
}

function MatchingRows({ receipt, filter, onOpen }: ListProps) {
  return <List receipt={receipt} found={useMatchingRows(receipt, filter)} onOpen={onOpen} />
}

function List({ receipt, found, onOpen }: Omit<ListProps, 'filter'> & { readonly found: RunRowsFound }) {
  const object = usePlannedObject(receipt.plan)
  return (
    <>
      <VisuallyHidden aria-live="polite">
        {found.isReading && found.count === 0 ? 'Searching' : foundWords(found)}
      </VisuallyHidden>
      <RunRowGrid object={object} found={found} onOpen={onOpen} />
    </>
  )
}

function foundWords({ count: rows, isCounted }: RunRowsFound): string {
  return `${count(rows)}${isCounted ? '' : ' or more'} ${rows === 1 ? 'row' : 'rows'}`
}

function outcomeChoices({ outcomes, rows }: Receipt) {
  return [
    { value: 'all', label: `All rows (${count(rows)})` },
    ...outcomeOrder
      .filter((outcome) => outcomes[outcome] > 0)
      .map((outcome) => ({
        value: outcome,
        label: `${meanings[outcome].label} (${count(outcomes[outcome])})`,
      })),
  ]
}
