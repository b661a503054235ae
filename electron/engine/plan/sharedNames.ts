import type { IdentityTable } from './identityTable.ts'

/** Finds rows of a file that have the same name, in a few bytes a row: only names that come again are kept. */
export interface SharedNames {
  /** Rows in file order. */
  add(name: string, row: number): void
  /** The rows of each name that several have, the last one first. */
  groups(): Generator<readonly number[]>
}

export interface SharedNamesOptions {
  readonly table: IdentityTable
  /** How many rows the file has; they are numbered from 1. */
  readonly rows: number
  /** The name of a row that was added before. */
  readonly nameAgain: (row: number) => string
}

export function sharedNames({ table, rows, nameAgain }: SharedNamesOptions): SharedNames {
  /** Of whoever shares a hash with another row, nearly always of a name that came before. */
  const lastRow = new Map<string, number>()
  /** Of a row in `lastRow`, one more than the row before with the same name, or than 0 where there is none; else 0. */
  const before = new Uint32Array(rows + 1)
  const meet = (name: string, row: number) => {
    before[row] = (lastRow.get(name) ?? 0) + 1
    lastRow.set(name, row)
  }
  return {
    add(name, row) {
      const like = table.rowLike(name, row)
      if (like === null) return
      if (before[like] === 0) meet(nameAgain(like), like)
      meet(name, row)
    },
    *groups() {
      for (const last of lastRow.values()) {
        const group: number[] = []
        for (let row = last; row !== 0; row = (before[row] ?? 1) - 1) group.push(row)
        if (group.length > 1) yield group
      }
    },
  }
}
