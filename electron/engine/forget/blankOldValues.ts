import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../shared/errors.ts'
import { breathe } from '../breathe.ts'
import type { EngineParts } from '../createEngine.ts'
import { feedFromMirrors } from '../mirror/feedFromMirrors.ts'
import { shapeStore } from '../store/shapes.ts'
import { hasEditTables } from '../edits/editTables.ts'
import { blankPlan, markSourceBlanked, oldRuns, oldSources, withoutQuotes } from '../store/oldValues.ts'

const dayMs = 24 * 60 * 60_000

/**
 * Blanks what people's rows held, in runs and staged files that are older than the user wants values kept. A run that
 * was left stopped for so long can't be gone on with any more.
 */
export async function blankOldValues(parts: EngineParts): Promise<void> {
  const { keepValuesDays: days } = await parts.settings.read()
  if (days === null) return
  const { db, clock, journal } = parts
  const before = clock.now() - days * dayMs
  for (const { run, plan, isOpen } of oldRuns(db, before)) {
    if (parts.underWay.has(run)) continue
    const message = `Its values were kept for ${days} days, as you chose, and are gone. Make a new plan to send what is left.`
    if (isOpen) journal.cancel(run, { code: 'conflict', message }, clock.now())
    await blankPlan(db, plan, run, clock.now())
  }
  shapeStore(db).forgetBefore(before)
  for (const source of oldSources(db, before)) {
    await parts.checks.clear()
    await blankStaged(parts.stagedPath(source))
    markSourceBlanked(db, source, clock.now())
  }
}

/** At the start and once a day, for as long as the engine runs. */
export async function keepHouse(parts: EngineParts): Promise<void> {
  const { closing, clock } = parts
  // Not before whoever starts the engine has it.
  await breathe()
  // The next start tries again.
  await feedFromMirrors(parts).catch(() => undefined)
  while (!closing.aborted) {
    // What fails today (a full disk) is tried again tomorrow.
    await blankOldValues(parts).catch(() => undefined)
    await clock.sleep(dayMs, closing).catch(() => undefined)
  }
}

const rowsAtOnce = 5000

async function blankStaged(path: string): Promise<void> {
  if (!existsSync(path)) return
  const db = new DatabaseSync(path, { timeout: 5000 })
  try {
    const last = db.prepare('SELECT coalesce(max(n), 0) AS n FROM row').get() as { n: number }
    const blank = db.prepare(`UPDATE row SET cells = '[]' WHERE n BETWEEN ? AND ?`)
    for (let from = 1; from <= last.n; from += rowsAtOnce) {
      blank.run(from, from + rowsAtOnce - 1)
      await breathe()
    }
    if (hasEditTables(db)) db.exec('DELETE FROM edited_cell; DELETE FROM edit')
    const messages = db.prepare('SELECT id, message FROM problem').all()
    const unquote = db.prepare('UPDATE problem SET message = ? WHERE id = ?')
    for (const { id, message } of messages) unquote.run(withoutQuotes(message as string), id as number)
    db.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)')
  } catch (cause) {
    throw new AppError('unavailable', 'Old values in a staged file could not be blanked.', { cause })
  } finally {
    db.close()
  }
}
