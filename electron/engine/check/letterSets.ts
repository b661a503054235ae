import { emptyRowSet, inAll, type RowSet } from '../rowSet.ts'

/** The rows in which each letter stands: for searches too short for groups of three. */
export interface LetterSets {
  /** By UTF-16 unit. */
  readonly rows: ReadonlyMap<number, RowSet>
  /** Letters that are not named stand nowhere; otherwise they were too many to be kept. */
  readonly isComplete: boolean
}

export interface LetterWriter {
  /** Rows in file order, each with its cells as `foldSearch` gives them. */
  add(row: number, cells: readonly string[]): void
  end(): LetterSets
}

/** Different letters that are kept: 32 MB in a file of a million rows, of which most have sixty. */
const mostLetters = 256

export function letterWriter(rows: number): LetterWriter {
  const sets: (Uint32Array | undefined)[] = []
  const kept: number[] = []
  let isComplete = true
  const keep = (unit: number): Uint32Array | undefined => {
    if (kept.length === mostLetters) {
      isComplete = false
      return undefined
    }
    kept.push(unit)
    return (sets[unit] = emptyRowSet(rows).words)
  }
  return {
    add(row, cells) {
      const [word, bit] = [row >>> 5, 1 << (row & 31)]
      for (const cell of cells)
        for (let at = 0; at < cell.length; at += 1) {
          const unit = cell.charCodeAt(at)
          const words = sets[unit] ?? keep(unit)
          if (words !== undefined) words[word] = (words[word] ?? 0) | bit
        }
    },
    end: () => ({
      rows: new Map(kept.map((unit) => [unit, { words: sets[unit] ?? new Uint32Array() }])),
      isComplete,
    }),
  }
}

/** Rows that can hold this folded text, which is not empty: `everyone` as far as nothing is known of its letters. */
export function rowsWithLetters({ rows, isComplete }: LetterSets, text: string, everyone: RowSet): RowSet {
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))
  const nobody: RowSet = { words: new Uint32Array(everyone.words.length) }
  return inAll(everyone, ...units.flatMap((unit) => rows.get(unit) ?? (isComplete ? nobody : [])))
}
