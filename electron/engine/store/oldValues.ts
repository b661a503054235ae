import type { DatabaseSync } from 'node:sqlite'
import type { PlanId, RunId, SourceId } from '../../../shared/model.ts'
import { breathe } from '../breathe.ts'
import { inTransaction } from './transaction.ts'
import { emptiedBody } from './personTraces.ts'

/** Runs that ended, or were left alone, before this moment, and whose values are still there. */
export function oldRuns(
  db: DatabaseSync,
  before: number,
): { readonly run: RunId; readonly plan: PlanId; readonly isOpen: boolean }[] {
  return db
    .prepare(
      `SELECT run.id AS run, plan.id AS plan, run.status IN ('running', 'stopped') AS open
       FROM run JOIN plan ON plan.id = run.plan
       WHERE coalesce(run.ended_at, run.started_at) < ? AND plan.blanked_at IS NULL`,
    )
    .all(before)
    .map(({ run, plan, open }) => ({ run: run as RunId, plan: plan as PlanId, isOpen: open === 1 }))
}

/** Staged files from before this moment that no plan with values needs. */
export function oldSources(db: DatabaseSync, before: number): SourceId[] {
  return db
    .prepare(
      `SELECT id FROM source WHERE staged_at < ? AND blanked_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM plan WHERE plan.source = source.id AND plan.blanked_at IS NULL)`,
    )
    .all(before)
    .map(({ id }) => id as SourceId)
}

const rowsAtOnce = 5000

/** Empties the rows and changes of a plan. Kinds, outcomes, counts and reasons stay, without what they quote. */
export async function blankPlan(db: DatabaseSync, plan: PlanId, run: RunId, now: number): Promise<void> {
  const last = db.prepare('SELECT coalesce(max(row), 0) AS row FROM plan_row WHERE plan = ?').get(plan)
  const range = 'plan = ? AND row BETWEEN ? AND ?'
  const rows = db.prepare(
    `UPDATE plan_row SET written_email = NULL, identity = NULL, cursor = NULL WHERE ${range}`,
  )
  const changes = db.prepare(`UPDATE planned_change SET body = ${emptiedBody} WHERE ${range}`)
  for (let from = 1; from <= (last?.row as number); from += rowsAtOnce) {
    const to = from + rowsAtOnce - 1
    inTransaction(db, () => {
      rows.run(plan, from, to)
      changes.run(plan, from, to)
      for (const column of ['reason', 'warning']) unquote(db, 'plan_row', column, range, [plan, from, to])
    })
    await breathe()
  }
  inTransaction(db, () => {
    db.prepare('DELETE FROM unticked_row WHERE plan = ?').run(plan)
    db.prepare('DELETE FROM planned_change WHERE plan = ? AND off = 1').run(plan)
    db.prepare('DELETE FROM held_row WHERE plan = ?').run(plan)
    db.prepare('DELETE FROM correction WHERE run = ?').run(run)
    unquote(db, 'step', 'reason', 'run = ?', [run])
    unquote(db, 'plan', 'summary', 'id = ?', [plan], (text) => withoutFirstWarning(text))
    db.prepare('UPDATE plan SET blanked_at = ? WHERE id = ?').run(now, plan)
  })
}

export function markSourceBlanked(db: DatabaseSync, source: SourceId, now: number): void {
  db.prepare('UPDATE source SET blanked_at = ? WHERE id = ?').run(now, source)
}

/** A text without what it quotes from a cell. Pure. */
export function withoutQuotes(text: string): string {
  return text.replaceAll(/"[^"]*"|“[^”]*”|«[^»]*»/g, '“…”')
}

function withoutFirstWarning(summary: string): string {
  const parsed = JSON.parse(summary) as { firstWarning: { row: number; words: string } | null }
  const { firstWarning } = parsed
  if (firstWarning === null) return summary
  return JSON.stringify({
    ...parsed,
    firstWarning: { ...firstWarning, words: withoutQuotes(firstWarning.words) },
  })
}

function unquote(
  db: DatabaseSync,
  table: string,
  column: string,
  where: string,
  values: readonly number[],
  change: (text: string) => string = withoutQuotes,
): void {
  const distinct = db
    .prepare(`SELECT DISTINCT ${column} AS text FROM ${table} WHERE ${where} AND ${column} IS NOT NULL`)
    .all(...values)
  const update = db.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${where} AND ${column} = ?`)
  for (const { text } of distinct) {
    const plain = change(text as string)
    if (plain !== text) update.run(plain, ...values, text as string)
  }
}
