import { copyFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { RunId } from '../../../shared/model.ts'
import { confirmPlan } from '../confirmPlan.ts'
import { chooseConnection } from '../chooseConnection.ts'
import { exitCodes } from '../exitCode.ts'
import type { Output } from '../output.ts'
import { planWords } from '../planWords.ts'
import { runNumber } from '../runNumber.ts'
import { type Session, withSession } from '../session.ts'
import { takenWords } from '../takenWords.ts'
import { counted } from '../words.ts'
import { applyPlan, refuseWithoutTerminal } from './run.ts'

export interface FixOptions {
  readonly yes?: boolean
  readonly secretStdin?: boolean
}

/** Rows that are planned and sent at a time. */
const mostAtOnce = 500

/**
 * `listferry fix RUN [FILE]`: without a file, writes the rows that did not get through as a workbook into this folder;
 * with it, takes the corrected cells back, shows what they would change, asks, and sends them.
 */
export async function fixCommand(
  output: Output,
  runText: string,
  file: string | undefined,
  options: FixOptions,
): Promise<number> {
  const run = runNumber(runText)
  if (file !== undefined) refuseWithoutTerminal(options)
  return withSession(output, options, (session) =>
    file === undefined ? writeRows(session, run) : takeRows(session, run, file, options),
  )
}

async function writeRows(session: Session, run: RunId): Promise<number> {
  const { client, output, signal } = session
  const { file, name, rows } = await client.fixes.write({ target: { run } }, signal)
  const path = resolve(name)
  if (existsSync(path))
    throw new AppError(
      'conflict',
      `There is a file “${name}” here already. Take it back with: listferry fix ${run} "${name}", or move it away.`,
    )
  const written = await session.exportPath(file)
  if (written === null) throw new AppError('not-found', 'The file is gone already. Try again.')
  await copyFile(written, path)
  output.result({ path, rows }, () =>
    [
      `${counted(rows, 'row')} to correct: ${path}`,
      `Correct the cells in your spreadsheet, leave the column of row numbers as it is, save, and then:`,
      `    listferry fix ${run} "${name}"`,
    ].join('\n'),
  )
  return exitCodes.done
}

async function takeRows(session: Session, run: RunId, path: string, options: FixOptions): Promise<number> {
  const { client, output, signal } = session
  const file = await session.registerFile(resolve(path))
  const taken = await client.fixes.take({ target: { run }, file }, signal)
  output.note(takenWords(taken))
  const corrected = await client.runs.corrections({ run }, signal)
  if (corrected.length === 0) {
    output.result(taken, () => 'There is no corrected row to send.')
    return exitCodes.done
  }
  const view = await client.runs.get({ run }, signal)
  const { practice } = await chooseConnection(session, { ...options, to: view.connection })
  const rows = corrected.slice(0, mostAtOnce).map(({ row, cells }) => ({ row, cells: [...cells] }))
  const plan = await client.runs.fix({ run, rows }, signal)
  output.note(`${planWords(plan, practice)}\n`)
  if (corrected.length > mostAtOnce)
    output.note(`${counted(mostAtOnce, 'row')} go at a time; say the same again for the rest.`)
  await confirmPlan(session, plan, practice, options)
  const confirm = plan.guard?.count
  const code = await applyPlan(session, (stop) =>
    client.runs.start({ plan: plan.id, goesOn: true, ...(confirm !== undefined && { confirm }) }, stop),
  )
  await client.runs.correct({ run, rows: rows.map(({ row }) => ({ row, cells: null })) })
  return code
}
