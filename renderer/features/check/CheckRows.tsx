import { Button, CloseButton, Group, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconSearch } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { checkTitles } from '../../../shared/check/checkKinds.ts'
import type { CheckedRow, CheckFix, CheckQuery, CheckView } from '../../../shared/contract/check.ts'
import type { SourceInfo } from '../../../shared/model.ts'
import { DataGrid } from '../../components/DataGrid.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { usePagedRows } from '../../components/usePagedRows.ts'
import { useEngine } from '../../EngineContext.tsx'
import { count, counted } from '../../words.ts'
import classes from './Check.module.css'
import { checkColumns, type Sort } from './checkColumns.tsx'
import { FixDialog } from './FixDialog.tsx'
import { GroupActions } from './GroupActions.tsx'
import { queryOf, type Shown } from './shown.ts'
import { useEditing, useFound } from './useCheck.ts'

interface CheckRowsProps {
  readonly source: SourceInfo
  readonly view: CheckView
  readonly shown: Shown
}

/** Typing is not followed letter by letter. */
const settledAfterMs = 150

/** The rows that were asked for, each cell to be typed over. */
export function CheckRows({ source, view, shown }: CheckRowsProps) {
  const { engine } = useEngine()
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed, settledAfterMs)
  const [sort, setSort] = useState<Sort | null>(null)
  const [fix, setFix] = useState<CheckFix | null>(null)
  const editing = useEditing(source.id)
  const query: CheckQuery = { ...queryOf(shown), search, sort }
  const found = useFound(source.id, view, query)
  const paged = usePagedRows<CheckedRow>(
    ['sources', 'check rows', source.id, view.revision, query],
    found.count,
    async (offset, limit) => (await engine.check.rows({ source: source.id, ...query, offset, limit })).rows,
    100,
  )
  const wideColumns = columnsWithFixes(view, shown)
  const { mutate: editCell } = editing.cell
  const { mutate: skipRow } = editing.skip
  const columns = useMemo(() => {
    const offerSame = async (column: number, from: string, to: string) => {
      if (from === '') return
      const same: CheckFix = { how: 'same', column, from, to }
      const { count: others } = await engine.check.previewFix({
        source: source.id,
        fix: same,
        offset: 0,
        limit: 1,
      })
      if (others === 0) return
      const id = `same ${column} ${from}`
      notifications.show({
        id,
        autoClose: 12_000,
        message: (
          <Group justify="space-between" wrap="nowrap" gap="sm">
            <Text size="sm">{counted(others, 'other cell')} said the same.</Text>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => {
                notifications.hide(id)
                setFix(same)
              }}
            >
              Change {others === 1 ? 'it' : 'them'} too
            </Button>
          </Group>
        ),
      })
    }
    return checkColumns(source.columns, {
      wide: new Set(wideColumns.split(' ').filter(Boolean).map(Number)),
      sort,
      onSort: (column) =>
        setSort((before) => ({
          column,
          falling: before?.column === column && !before.falling,
          revision: view.revision,
        })),
      onEdit: (row, column, to) => {
        const from = row.cells[column] ?? ''
        editCell({ row: row.row, column, to }, { onSuccess: () => void offerSame(column, from, to) })
      },
      onSkip: (row) => skipRow({ row: row.row, skip: !row.skipped }),
    })
  }, [engine, source, sort, view.revision, wideColumns, editCell, skipRow])
  const group =
    shown.is === 'group'
      ? view.groups.find(({ kind, column }) => kind === shown.kind && column === shown.column)
      : undefined
  const error = editing.cell.error ?? editing.skip.error
  return (
    <div className={classes.rows}>
      <div className={classes.tools}>
        <TextInput
          className={classes.search}
          aria-label="Find rows by part of any cell"
          placeholder="Find in any cell"
          value={typed}
          maxLength={200}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setTyped('')
          }}
          leftSection={<IconSearch size={16} />}
          rightSection={
            typed === '' ? null : <CloseButton size="sm" aria-label="Clear" onClick={() => setTyped('')} />
          }
        />
        <Text size="sm" c="dimmed" className="figures" role="status" style={{ flex: 'none' }}>
          {found.isLoading
            ? ''
            : found.isCounting
              ? `more than ${count(found.count)}`
              : counted(found.count, 'row')}
        </Text>
        {group === undefined ? null : <GroupActions group={group} source={source} onFix={setFix} />}
      </div>
      {error === null ? null : <ErrorNote title="The cell is as it was" error={error} />}
      <DataGrid
        label={labelOf(shown, source)}
        count={found.count}
        columns={columns}
        rowAt={paged.rowAt}
        onRange={paged.onRange}
        toneOf={({ skipped }) => (skipped ? 'quiet' : undefined)}
        empty={
          found.isLoading ? undefined : (
            <Text c="dimmed">{(found.error ?? paged.error)?.message ?? emptyWords(search)}</Text>
          )
        }
      />
      {fix === null ? null : <FixDialog source={source} fix={fix} onClose={() => setFix(null)} />}
    </div>
  )
}

/** Where fixes are seen, before and after need room side by side. As text, so that it stays the same while it is. */
function columnsWithFixes({ groups }: CheckView, shown: Shown): string {
  if (shown.is !== 'problems' && shown.is !== 'group') return ''
  const fixable = groups.filter((group) => group.fixable > 0 && group.column !== null)
  return [...new Set(fixable.map(({ column }) => column))].join(' ')
}

function labelOf(shown: Shown, source: SourceInfo): string {
  return shown.is === 'group' ? `Rows with: ${checkTitles[shown.kind]}` : `Rows of ${source.name}`
}

function emptyWords(search: string): string {
  return search === '' ? 'There are no such rows.' : `No row here holds “${search}”.`
}
