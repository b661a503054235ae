import type { RowOutcome } from '../../../shared/model.ts'
import { placeCells, placeLabels } from '../../../shared/rowPlace.ts'
import { exitCodes } from '../exitCode.ts'
import type { Output } from '../output.ts'
import { receiptWords, runListWords } from '../receiptWords.ts'
import { runNumber } from '../runNumber.ts'
import { withSession } from '../session.ts'
import { takeExport } from '../takeExport.ts'
import { writeCsv } from '../writeCsv.ts'

/** `listferry runs` */
export async function runsCommand(output: Output): Promise<number> {
  return withSession(output, {}, async ({ client }) => {
    const runs = await client.runs.list({})
    output.result(runs, () => runListWords(runs, output.width))
    return exitCodes.done
  })
}

/** `listferry receipt RUN` */
export async function receiptCommand(output: Output, run: string): Promise<number> {
  const id = runNumber(run)
  return withSession(output, {}, async ({ client }) => {
    const receipt = await client.runs.receipt({ run: id })
    output.result(receipt, () => receiptWords(receipt))
    return exitCodes.done
  })
}

/** `listferry rejects RUN`: the rows as they are in the file, with the outcome and the reason. */
export async function rejectsCommand(output: Output, run: string): Promise<number> {
  const id = runNumber(run)
  return withSession(output, {}, async ({ client }) => {
    let names: readonly string[] = []
    const { sourceId } = await client.runs.get({ run: id })
    const { parts } = await client.sources.get({ source: sourceId })
    const pages = pagesOf(async (afterRow) => {
      const { columns, rows } = await client.runs.rejects({ run: id, afterRow, limit: pageRows })
      names = columns
      return rows
    })
    await printTable(output, pages, {
      header: () => ['row', ...placeLabels(parts), 'outcome', 'reason', ...names],
      cells: ({ row, outcome, reason, cells }) => [
        String(row),
        ...placeCells(parts, row),
        outcome,
        reason ?? '',
        ...cells,
      ],
    })
    return exitCodes.done
  })
}

export interface RowsOptions {
  readonly outcome?: RowOutcome
}

/** `listferry rows RUN`: every row of a run, or those with one outcome, such as the duplicates that did not count. */
export async function rowsCommand(output: Output, run: string, { outcome }: RowsOptions): Promise<number> {
  const id = runNumber(run)
  return withSession(output, {}, async ({ client }) => {
    const pages = pagesOf((afterRow) =>
      client.runs.rows({ run: id, outcome: outcome ?? null, afterRow, limit: pageRows }),
    )
    await printTable(output, pages, {
      header: () => ['row', 'outcome', 'email', 'reason'],
      cells: ({ row, outcome, email, reason }) => [String(row), outcome, email ?? '', reason ?? ''],
    })
    return exitCodes.done
  })
}

/** `listferry ledger RUN`: to which hosts anything went meanwhile; with `--requests`, each that wrote. */
export async function ledgerCommand(
  output: Output,
  run: string,
  { requests = false }: { readonly requests?: boolean } = {},
): Promise<number> {
  const id = runNumber(run)
  return withSession(output, {}, async (session) => {
    const { client } = session
    if (requests) {
      const file = await client.exports.requests({ run: id, format: { is: 'csv', ...plainCsv } })
      await takeExport(session, file, { out: '-' })
      return exitCodes.done
    }
    const lines = await client.runs.ledger({ run: id })
    await printTable(output, [lines], {
      header: () => ['host', 'method', 'path', 'status', 'requests'],
      cells: ({ host, method, path, httpStatus, requests }) => [
        host,
        method,
        path,
        String(httpStatus ?? ''),
        String(requests),
      ],
    })
    return exitCodes.done
  })
}

const plainCsv = { delimiter: ',', bom: false, excelSafe: true } as const
const pageRows = 500

async function* pagesOf<T extends { readonly row: number }>(
  read: (afterRow: number) => Promise<readonly T[]>,
): AsyncGenerator<readonly T[]> {
  for (let afterRow = 0; ;) {
    const rows = await read(afterRow)
    yield rows
    if (rows.length < pageRows) return
    afterRow = rows.at(-1)?.row ?? afterRow
  }
}

/** As CSV, page by page; or all of it as one JSON value. */
async function printTable<T>(
  output: Output,
  pages: AsyncIterable<readonly T[]> | Iterable<readonly T[]>,
  { header, cells }: { readonly header: () => string[]; readonly cells: (row: T) => string[] },
): Promise<void> {
  const all: T[] = []
  let isFirst = true
  for await (const rows of pages) {
    const lines = [...(isFirst ? [header()] : []), ...rows.map(cells)]
    if (output.json) all.push(...rows)
    else if (lines.length > 0) output.data(writeCsv(lines))
    isFirst = false
  }
  if (output.json) output.result(all, () => '')
}
