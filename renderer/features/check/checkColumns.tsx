import { UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { CheckedRow, CheckQuery } from '../../../shared/contract/check.ts'
import type { Column } from '../../../shared/model.ts'
import type { GridColumn } from '../../components/grid/gridColumns.ts'
import { count } from '../../words.ts'
import classes from './Check.module.css'
import { CheckCell } from './CheckCell.tsx'

export type Sort = NonNullable<CheckQuery['sort']>

interface CheckColumnActs {
  /** Columns in which a fix stands beside what it is for. */
  readonly wide: ReadonlySet<number>

  readonly sort: Sort | null
  readonly onSort: (column: number) => void
  readonly onEdit: (row: CheckedRow, column: number, to: string) => void
  readonly onSkip: (row: CheckedRow) => void
}

/** The columns of the file, to be sorted by their headers, with the number of each row and its switch in front. */
export function checkColumns(
  columns: readonly Column[],
  { wide, sort, onSort, onEdit, onSkip }: CheckColumnActs,
): readonly GridColumn<CheckedRow>[] {
  return [
    {
      key: 'row',
      title: 'Row',
      width: 110,
      align: 'end',
      render: (row) => (
        <span className={classes.rowNumber}>
          <UnstyledButton
            tabIndex={-1}
            className={classes.skip}
            aria-label={row.skipped ? `Take row ${row.row} in again` : `Skip row ${row.row}`}
            title={row.problems.find(({ column }) => column === null)?.message}
            onClick={() => onSkip(row)}
          >
            {row.skipped ? 'Take in' : 'Skip'}
          </UnstyledButton>
          {count(row.row)}
        </span>
      ),
    },
    ...columns.map(({ index, name }) => ({
      key: String(index),
      title: name,
      header: (
        <SortButton name={name} sort={sort?.column === index ? sort : null} onSort={() => onSort(index)} />
      ),
      width: wide.has(index) ? 400 : 160,
      grow: 1,
      render: (row: CheckedRow) => (
        <CheckCell
          // What is being typed stays with its row when this place is given to another.
          key={row.row}
          label={`${name}, row ${row.row}`}
          value={row.cells[index] ?? ''}
          problem={row.skipped ? undefined : row.problems.find(({ column }) => column === index)}
          onEdit={(to) => onEdit(row, index, to)}
        />
      ),
    })),
  ]
}

function SortButton({
  name,
  sort,
  onSort,
}: {
  readonly name: string
  readonly sort: Sort | null
  readonly onSort: () => void
}) {
  const words = sort === null ? 'not sorted' : sort.falling ? 'sorted, falling' : 'sorted, rising'
  return (
    <UnstyledButton
      className={classes.sort}
      title={`Sort by ${name}`}
      aria-label={`${name}, ${words}`}
      onClick={onSort}
    >
      <span className={classes.sortName}>{name}</span>
      {sort === null ? null : sort.falling ? <IconArrowDown size={14} /> : <IconArrowUp size={14} />}
    </UnstyledButton>
  )
}
