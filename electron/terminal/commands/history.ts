import type { RejectView } from '../../../shared/contract/runs.ts'
import { exitCodes } from '../exitCode.ts'
import type { Output } from '../output.ts'
import { receiptWords, runListWords } from '../receiptWords.ts'
import { runNumber } from '../runNumber.ts'
import { withSession } from '../session.ts'
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
    const all: RejectView[] = []
    for (let afterRow = 0; ;) {
      const { columns, rows } = await client.runs.rejects({ run: id, afterRow, limit: pageRows })
      if (output.json) all.push(...rows)
      else output.data(writeCsv([...(afterRow === 0 ? [header(columns)] : []), ...rows.map(csvRow)]))
      afterRow = rows.at(-1)?.row ?? afterRow
      if (rows.length < pageRows) break
    }
    if (output.json) output.result(all, () => '')
    return exitCodes.done
  })
}

const pageRows = 500

function header(columns: readonly string[]): string[] {
  return ['row', 'outcome', 'reason', ...columns]
}

function csvRow({ row, outcome, reason, cells }: RejectView): string[] {
  return [String(row), outcome, reason ?? '', ...cells]
}
