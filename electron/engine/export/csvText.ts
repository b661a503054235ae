import Papa from 'papaparse'
import { guardFormula } from '../source/formulaGuard.ts'

/** A table for spreadsheets: UTF-8 with a mark, so that Excel reads accents, and without anything that it would run. */
export async function* csvText(
  header: readonly string[],
  pages: Iterable<readonly (readonly string[])[]> | AsyncIterable<readonly (readonly string[])[]>,
): AsyncGenerator<string> {
  yield `\uFEFF${records([header])}`
  for await (const page of pages) if (page.length > 0) yield records(page)
}

function records(rows: readonly (readonly string[])[]): string {
  return `${Papa.unparse(
    rows.map((cells) => cells.map(guardFormula)),
    { newline: '\r\n' },
  )}\r\n`
}
