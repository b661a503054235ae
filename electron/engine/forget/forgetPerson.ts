import { readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
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
import { countKept, forgetKept, remoteIdsOf } from '../mirror/objects/forgetKept.ts'
import { keptFile } from '../mirror/objects/keptTables.ts'
import { inEditTurn } from '../edits/inEditTurn.ts'
import { ownCopies } from '../source/ownCopies.ts'
import { fileHolds } from './fileHolds.ts'
import { type PersonText, personText } from './personText.ts'
import { countStagedRows, forgetStagedRows, stagedFiles } from './stagedPerson.ts'

/** What this computer holds of someone. */
export async function findTraces(parts: EngineParts, email: string): Promise<Traces> {
  const person = personText(email)
  let stagedRows = 0
  for (const path of await stagedFiles(parts.stagedFolder)) stagedRows += await countStagedRows(path, person)
  const runRows = (await tracedRows(parts.db, person)).length
  const objects = await inKept(parts, person, countKept)
  return { mirror: countInMirrors(parts.db, person), objects, runRows, stagedRows }
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
  // By their ids, so while the mirror knows them.
  const objects = await inKept(parts, person, forgetKept)
  const mirror = countInMirrors(db, person)
  settleForgotten(db, rows, clock.now())
  discardUnsent(db, rows)
  blankRows(db, rows)
  forgetInMirrors(db, person)
  await scrubTexts(db, person)
  let stagedRows = 0
  for (const path of await stagedFiles(parts.stagedFolder)) {
    const forget = () => forgetStagedRows(path, person)
    stagedRows += await inEditTurn(parts, basename(path, '.sqlite'), parts.closing, forget)
  }
  // What was checked before then is what the rows were.
  await parts.checks.clear()
  parts.exports.clear()
  for (const folder of ownCopies) await removeCopies(join(parts.dataFolder, folder), person)
  for (const plan of new Set(rows.map((row) => row.plan))) parts.text.discard(plan)
  await cleanBytes(parts, person)
  return { mirror, objects, runRows: rows.length, stagedRows }
}

/** What was read of accounts for queries, a file each. @returns the sum of what `work` does with each */
async function inKept(parts: EngineParts, person: PersonText, work: typeof countKept): Promise<number> {
  let sum = 0
  for (const { id } of parts.connections.list())
    sum += await work(keptFile(parts.dataFolder, id), person, remoteIdsOf(parts.db, id, person))
  return sum
}

/** Their rows are staged; the copy is not needed any more. */
async function removeCopies(folder: string, { spellings }: PersonText): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && (await fileHolds(path, spellings))) await rm(path, { force: true })
  }
}

/** What was deleted is overwritten at once, but an older copy of a page may be left in the file or in the log. */
async function cleanBytes({ db, dataFolder }: EngineParts, { spellings }: PersonText): Promise<void> {
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  if (await fileHolds(join(dataFolder, 'listferry.sqlite'), spellings))
    db.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)')
}
