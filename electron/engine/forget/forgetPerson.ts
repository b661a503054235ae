import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Traces } from '../../../shared/contract/settings.ts'
import { AppError } from '../../../shared/errors.ts'
import type { EngineParts } from '../createEngine.ts'
import {
  blankRows,
  countInMirrors,
  discardUnsent,
  forgetInMirrors,
  runInDoubt,
  scrubTexts,
  settleForgotten,
  tracedRows,
} from '../store/personTraces.ts'
import { fileHolds } from './fileHolds.ts'
import { type PersonText, personText } from './personText.ts'
import { countStagedRows, forgetStagedRows, stagedFiles } from './stagedPerson.ts'

/** What this computer holds of someone. */
export async function findTraces(parts: EngineParts, email: string): Promise<Traces> {
  const person = personText(email)
  let stagedRows = 0
  for (const path of await stagedFiles(parts.stagedFolder)) stagedRows += await countStagedRows(path, person)
  const runRows = (await tracedRows(parts.db, person)).length
  return { mirror: countInMirrors(parts.db, person), runRows, stagedRows }
}

/**
 * Removes someone from everything that this computer keeps, down to the bytes of its files. What became of their rows
 * stays, without who they are. Call while nothing reads or writes an account.
 * @throws AppError `conflict` when a run does not know yet what became of them
 */
export async function forgetPerson(parts: EngineParts, email: string): Promise<Traces> {
  const { db, clock } = parts
  const person = personText(email)
  const rows = await tracedRows(db, person)
  const inDoubt = runInDoubt(db, rows)
  if (inDoubt !== null)
    throw new AppError(
      'conflict',
      `Run ${inDoubt} does not know yet what became of this person. Go on with it or cancel it, then forget them.`,
    )
  const mirror = countInMirrors(db, person)
  settleForgotten(db, rows, clock.now())
  discardUnsent(db, rows)
  blankRows(db, rows)
  forgetInMirrors(db, person)
  await scrubTexts(db, person)
  let stagedRows = 0
  for (const path of await stagedFiles(parts.stagedFolder)) stagedRows += await forgetStagedRows(path, person)
  parts.exports.clear()
  await removePasted(join(parts.dataFolder, 'pasted'), person)
  await cleanBytes(parts, person)
  return { mirror, runRows: rows.length, stagedRows }
}

/** Their rows are staged; the text that was pasted is not needed any more. */
async function removePasted(folder: string, { spellings }: PersonText): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const path = join(folder, name)
    if (await fileHolds(path, spellings)) await rm(path, { recursive: true, force: true })
  }
}

/** What was deleted is overwritten at once, but an older copy of a page may be left in the file or in the log. */
async function cleanBytes({ db, dataFolder }: EngineParts, { spellings }: PersonText): Promise<void> {
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  if (await fileHolds(join(dataFolder, 'listferry.sqlite'), spellings))
    db.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)')
}
