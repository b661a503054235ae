import { knownColumn, type KnownFile } from '../../../shared/mapping/knownFiles/knownFile.ts'
import { recogniseFile } from '../../../shared/mapping/knownFiles/recogniseFile.ts'
import type { Column } from '../../../shared/model.ts'
import { matchColumns } from './matchColumns.ts'

/**
 * The columns of all files together where they are one export of a known program and differ only in columns that say when
 * or why somebody left; `null` for any others. Such a program keeps who left in files of their own, so that nobody left
 * in a file without the column.
 */
export function unitedColumns(files: readonly (readonly Column[])[]): readonly Column[] | null {
  const [first, ...others] = files
  const known = first === undefined ? null : recogniseFile(first)
  if (first === undefined || known === null) return null
  const saysWhenLeft = (column: Column) => isLeaving(known, column)
  let united = first
  for (const columns of others) {
    if (recogniseFile(columns)?.program !== known.program) return null
    const { lacks, more } = matchColumns(united, columns)
    if (![...lacks, ...more].every(saysWhenLeft)) return null
    united = [...united, ...more.map((one, n) => ({ ...one, index: united.length + n }))]
  }
  return united
}

/** The first column of a known export that says when or why somebody left. */
export function leavingColumn(columns: readonly Column[]): Column | null {
  const known = recogniseFile(columns)
  return known && (columns.find((column) => isLeaving(known, column)) ?? null)
}

function isLeaving(known: KnownFile, { header }: Column): boolean {
  return knownColumn(known, header)?.concept === 'left-when'
}
