import type { SourcePart } from './model.ts'

export interface RowPlace {
  /** The file that the row comes from. */
  readonly file: string
  /** Its number there, counted from 1 like the source's own. */
  readonly row: number
}

/** Which of several files a row comes from; `null` for a source of one file. */
export function rowPlace(parts: readonly SourcePart[] | undefined, row: number): RowPlace | null {
  const part = parts?.findLast(({ firstRow, rows }) => rows > 0 && firstRow <= row)
  return part ? { file: part.name, row: row - part.firstRow + 1 } : null
}

/** `row 1,204`, or `row 4 of b.csv` */
export function rowWords(parts: readonly SourcePart[] | undefined, row: number): string {
  const place = rowPlace(parts, row)
  const number = (place?.row ?? row).toLocaleString('en-US')
  return place === null ? `row ${number}` : `row ${number} of ${place.file}`
}
