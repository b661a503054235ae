import { inspect } from 'node:util'
import { parentPort, workerData } from 'node:worker_threads'
import type { CheckedType } from '../../../shared/check/compileObjectCheck.ts'
import { AppError, assertNever, toWire } from '../../../shared/errors.ts'
import { systemClock } from '../clock.ts'
import { makeEdit } from '../edits/makeEdit.ts'
import { openForEdits } from '../edits/openForEdits.ts'
import { openStagedRows } from '../source/stagedRows.ts'
import { storageError } from '../store/storageError.ts'
import type { CheckAs } from './checkAs.ts'
import { findProblems, foldText, orderOf, rowChecker } from './checkFile.ts'
import type { CheckMessage, CheckWork } from './checkMessages.ts'
import { fixChanges, fixWords } from './fixes.ts'

/** The thread that reads whole staged files for a check, and makes edits of many rows. */
const msBetweenReports = 100

const say = (message: CheckMessage, shared: readonly ArrayBuffer[] = []) =>
  parentPort?.postMessage(message, [...shared])

type CheckPart = Extract<CheckWork, { readonly work: 'check' }>
type OrderPart = Extract<CheckWork, { readonly work: 'order' }>
type FixPart = Extract<CheckWork, { readonly work: 'fix' }>

async function work(part: CheckWork): Promise<void> {
  try {
    switch (part.work) {
      case 'check':
        checkAll(part, await typeOf(part.as))
        break
      case 'order':
        orderColumn(part)
        break
      case 'fix':
        fixAll(part, await typeOf(part.as))
        break
      default:
        assertNever(part)
    }
    say({ is: 'done' })
  } catch (thrown) {
    const error = thrown instanceof AppError ? thrown : storageError(thrown, "Listferry's copy of that file")
    say({
      is: 'failed',
      error: toWire(error instanceof AppError ? error : new AppError('bug', inspect(error))),
    })
  }
}

/** Most files are about people: the connectors are only loaded for the others. */
async function typeOf({ object }: CheckAs): Promise<CheckedType | null> {
  return object === null ? null : (await import('./checkedType.ts')).checkedType(object)
}

function checkAll({ stagedPath, as, textPath, orders }: CheckPart, type: CheckedType | null): void {
  const staged = openStagedRows(stagedPath)
  try {
    let reportedAt = -Infinity
    const groups = findProblems(staged, rowChecker(staged, as, type), (rows) => {
      const now = systemClock.monotonic()
      if (now - reportedAt < msBetweenReports) return
      reportedAt = now
      say({ is: 'progress', rows })
    })
    say({
      is: 'groups',
      groups: groups.map(({ rows, fixable, ...group }) => ({
        ...group,
        rows: rows.words,
        fixable: fixable.words,
      })),
    })
    if (textPath !== null) say({ is: 'searchable', blocks: foldText(staged, textPath) })
    for (const column of orders) {
      const order = orderOf(staged, column)
      say({ is: 'order', column, order }, [order.rows.buffer as ArrayBuffer])
    }
  } finally {
    staged.close()
  }
}

function orderColumn({ stagedPath, column }: OrderPart): void {
  const staged = openStagedRows(stagedPath)
  try {
    const order = orderOf(staged, column)
    say({ is: 'order', column, order }, [order.rows.buffer as ArrayBuffer])
  } finally {
    staged.close()
  }
}

function fixAll(part: FixPart, type: CheckedType | null): void {
  openForEdits(part.stagedPath, (db) => {
    const staged = openStagedRows(part.stagedPath, { still: true })
    try {
      const changed = new Set<number>()
      const changes = function* () {
        for (const change of fixChanges(staged, part, type)) {
          changed.add(change.row)
          yield change
        }
      }
      const words = (count: number) => fixWords(part.fix, staged.info.columns, count)
      const made = makeEdit(db, { words, fix: part.fix, always: part.always, now: part.now }, changes())
      say({ is: 'fixed', cells: made?.cells ?? 0, rows: made?.rows ?? 0, changed: [...changed] })
    } finally {
      staged.close()
    }
  })
}

void work(workerData as CheckWork)
