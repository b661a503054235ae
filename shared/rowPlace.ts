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

/** What a table of rows says of the place of each, where there are several files: the labels, and the cells of a row. */
export const placeLabels = (parts: readonly SourcePart[] | undefined): readonly string[] =>
  parts === undefined ? [] : ['file', 'row in file']

export function placeCells(parts: readonly SourcePart[] | undefined, row: number): readonly string[] {
  if (parts === undefined) return []
  const place = rowPlace(parts, row)
  return [place?.file ?? '', place === null ? '' : String(place.row)]
}

/** `row 1,204`, or `row 4 of b.csv` */
export function rowWords(parts: readonly SourcePart[] | undefined, row: number): string {
  const place = rowPlace(parts, row)
  const number = (place?.row ?? row).toLocaleString('en-US')
  return place === null ? `row ${number}` : `row ${number} of ${place.file}`
}
