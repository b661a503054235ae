import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../shared/errors.ts'

/** The cells of single rows, for whoever changes them. */
export interface RowCells {
  /** How many columns the file has; a row may have fewer cells, or more. */
  readonly width: number
  /** @throws AppError `not-found` */
  read(row: number): string[]
  write(row: number, cells: readonly string[]): void
}

export function rowCells(db: DatabaseSync): RowCells {
  const { columns } = db.prepare('SELECT columns FROM info').get() as { columns: string }
  const select = db.prepare('SELECT cells FROM row WHERE n = ?')
  const update = db.prepare('UPDATE row SET cells = ? WHERE n = ?')
  return {
    width: (JSON.parse(columns) as unknown[]).length,
    read(row) {
      const found = select.get(row) as { cells: string } | undefined
      if (!found) throw new AppError('not-found', `The file has no row ${row}. Load it again.`)
      return JSON.parse(found.cells) as string[]
    },
    write(row, cells) {
      update.run(JSON.stringify(cells), row)
    },
  }
}
