import type { RejectView } from '../../../shared/contract/runs.ts'
import { exitCodes } from '../exitCode.ts'
import type { Output } from '../output.ts'
import { receiptWords, runListWords } from '../receiptWords.ts'
import { type Session, withSession } from '../session.ts'
import { writeCsv } from '../writeCsv.ts'

/** `listferry runs` */
export async function runsCommand(output: Output): Promise<number> {
  return withSession(output, {}, async ({ client }) => {
    const runs = await client.runs.list({})
    output.result(runs, () => runListWords(runs))
    return exitCodes.done
  })
}

/** `listferry receipt RUN` */
export async function receiptCommand(output: Output, run: string): Promise<number> {
  return withSession(output, {}, async ({ client }) => {
    const receipt = await client.runs.receipt({ run })
    output.result(receipt, () => receiptWords(receipt))
    return exitCodes.done
  })
}

/** `listferry rejects RUN`: the rows as they are in the file, with the outcome and the reason. */
export async function rejectsCommand(output: Output, run: string): Promise<number> {
  return withSession(output, {}, async (session) => {
    const { columns, rows } = await allRejects(session, run)
    const table = [
      ['row', 'outcome', 'reason', ...columns],
      ...rows.map(({ row, outcome, reason, cells }) => [String(row), outcome, reason ?? '', ...cells]),
    ]
    output.result(rows, () => writeCsv(table))
    return exitCodes.done
  })
}

async function allRejects({ client }: Session, run: string) {
  const limit = 500
  const rows: RejectView[] = []
  for (;;) {
    const page = await client.runs.rejects({ run, offset: rows.length, limit })
    rows.push(...page.rows)
    if (page.rows.length < limit) return { columns: page.columns, rows }
  }
}
