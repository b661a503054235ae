import { UnstyledButton } from '@mantine/core'
import type { Column, Problem, SourcePart } from '../../../shared/model.ts'
import { rowWords } from '../../../shared/rowPlace.ts'
import type { GridColumn } from '../../components/grid/gridColumns.ts'
import { count } from '../../words.ts'
import classes from './Import.module.css'

export interface SourceRow {
  readonly row: number
  readonly cells: readonly string[]
}

/** More of a cell is not drawn; the file keeps it all. */
const drawnLetters = 300

/** The columns of a file, with the number of each row in front. */
export function sourceColumns(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  problems: readonly Problem[],
  onHeader: ((row: SourceRow) => void) | null,
  parts?: readonly SourcePart[],
): readonly GridColumn<SourceRow>[] {
  const found = new Map(problems.map((problem) => [keyOf(problem.row, problem.column), problem.message]))
  return [
    {
      key: 'row',
      title: 'Row',
      width: 76,
      align: 'end',
      render: (row) => (
        <RowNumber
          row={row}
          problem={found.get(keyOf(row.row, undefined))}
          place={parts === undefined ? undefined : rowWords(parts, row.row)}
          onHeader={onHeader}
        />
      ),
    },
    ...columns.map(({ index, name }) => ({
      key: String(index),
      title: name,
      width: widthFor(name, rows, index),
      grow: 1,
      render: ({ row, cells }: SourceRow) => (
        <Cell text={cells[index] ?? ''} problem={found.get(keyOf(row, index))} />
      ),
    })),
  ]
}

/** As wide as most of its first cells need, within reason. */
function widthFor(name: string, rows: readonly (readonly string[])[], index: number): number {
  const lengths = rows.slice(0, 30).map((cells) => Math.min(cells[index]?.length ?? 0, 40))
  const usual = lengths.sort((a, b) => a - b)[Math.floor(lengths.length * 0.9)] ?? 0
  return Math.round(Math.max(70, Math.min(270, Math.max(usual, name.length) * 7.2 + 26)))
}

function keyOf(row: number | undefined, column: number | undefined): string {
  return `${row ?? ''}:${column ?? ''}`
}

function RowNumber({
  row,
  problem,
  place,
  onHeader,
}: {
  readonly row: SourceRow
  readonly problem: string | undefined
  /** Of several files: where it is from. */
  readonly place: string | undefined
  readonly onHeader: ((row: SourceRow) => void) | null
}) {
  const number = problem === undefined ? count(row.row) : `${count(row.row)} !`
  if (onHeader === null) return <span title={problem ?? place}>{number}</span>
  return (
    <UnstyledButton
      tabIndex={-1}
      className={classes.rowNumber}
      title={problem ?? (place ? `${place}. ` : '') + 'Click if the column names are in this row'}
      onClick={() => onHeader(row)}
    >
      {number}
    </UnstyledButton>
  )
}

function Cell({ text, problem }: { readonly text: string; readonly problem: string | undefined }) {
  const drawn = text.length > drawnLetters ? `${text.slice(0, drawnLetters)}…` : text
  const line = drawn.replaceAll(/\r?\n/g, ' ⏎ ')
  return (
    <span
      className={problem === undefined ? classes.text : classes.problem}
      title={problem ?? titleOf(drawn)}
    >
      {line}
    </span>
  )
}

/** Short cells are read where they are. */
function titleOf(text: string): string | undefined {
  return text.length > 18 ? text : undefined
}
