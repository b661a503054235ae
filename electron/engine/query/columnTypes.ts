import type { QueryCell, QueryColumnType } from './queryPort.ts'

/** So many rows tell what a column holds. */
const looked = 1000
const date = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/

/** What each column of a result holds: numbers or dates where all cells that aren't empty are such, else text. Pure. */
export function columnTypes(columns: number, rows: readonly (readonly QueryCell[])[]): QueryColumnType[] {
  const sample = rows.slice(0, looked)
  return Array.from({ length: columns }, (_, index) => {
    const cells = sample.map((row) => row[index]).filter((cell) => cell !== null && cell !== '')
    if (cells.length === 0) return 'text'
    if (cells.every((cell) => typeof cell === 'number')) return 'number'
    return cells.every((cell) => typeof cell === 'string' && date.test(cell)) ? 'date' : 'text'
  })
}
