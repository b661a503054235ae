import type { DatabaseSync } from 'node:sqlite'
import type { ChangeDraft, PlanId } from '../../../shared/model.ts'
import { bulkInserts } from '../source/bulkInsert.ts'

/** A row that is held back from the start, and what would go if the person agreed after all. */
export interface HeldRow {
  readonly reason: string | null
  /** What of it goes all the same. */
  readonly planned: readonly ChangeDraft[]
  readonly ifAgreed: readonly ChangeDraft[]
  /** How the user knows that they agreed; `null`: held back. */
  readonly note: string | null
}

/** Lets single people go who are held back, on the user's word, and takes that back. Callers bundle with a transaction. */
export interface HeldRows {
  find(plan: PlanId, row: number): HeldRow | null
  /** The notes of these rows; `null` where there is none yet. Rows that can't be let go are missing. */
  notes(plan: PlanId, from: number, to: number): Map<number, string | null>
  agree(plan: PlanId, row: number, held: HeldRow, note: string, now: number): void
  holdAgain(plan: PlanId, row: number, held: HeldRow): void
}

export function heldRows(db: DatabaseSync): HeldRows {
  const statements = {
    find: db.prepare('SELECT * FROM held_row WHERE plan = ? AND row = ?'),
    notes: db.prepare('SELECT row, note FROM held_row WHERE plan = ? AND row BETWEEN ? AND ?'),
    note: db.prepare('UPDATE held_row SET note = ?, noted_at = ? WHERE plan = ? AND row = ?'),
    kind: db.prepare('UPDATE plan_row SET kind = ?, reason = ? WHERE plan = ? AND row = ?'),
    drop: db.prepare('DELETE FROM planned_change WHERE plan = ? AND row = ?'),
    forgetTicks: db.prepare('DELETE FROM unticked_row WHERE plan = ? AND row = ?'),
    add: bulkInserts(db, 'planned_change', ['plan', 'row', 'body']),
  }
  const replace = (plan: PlanId, row: number, changes: readonly ChangeDraft[]) => {
    statements.drop.run(plan, row)
    statements.forgetTicks.run(plan, row)
    const add = statements.add()
    for (const change of changes) add.add(plan, row, JSON.stringify(change))
    add.flush()
  }
  return {
    find(plan, row) {
      const found = statements.find.get(plan, row)
      if (!found) return null
      return {
        reason: found.reason as string | null,
        planned: JSON.parse(found.planned as string) as ChangeDraft[],
        ifAgreed: JSON.parse(found.if_agreed as string) as ChangeDraft[],
        note: found.note as string | null,
      }
    },
    notes: (plan, from, to) =>
      new Map(
        statements.notes.all(plan, from, to).map(({ row, note }) => [row as number, note as string | null]),
      ),
    agree(plan, row, { reason, ifAgreed }, note, now) {
      replace(plan, row, ifAgreed)
      statements.kind.run(kindOf(ifAgreed), agreedWords(note, reason), plan, row)
      statements.note.run(note, now, plan, row)
    },
    holdAgain(plan, row, { reason, planned }) {
      replace(plan, row, planned)
      statements.kind.run('held-back', reason, plan, row)
      statements.note.run(null, null, plan, row)
    },
  }
}

function kindOf(changes: readonly ChangeDraft[]): 'create' | 'update' | 'unchanged' {
  if (changes.length === 0) return 'unchanged'
  return changes.some(({ object, op }) => object === 'contact' && op === 'create') ? 'create' : 'update'
}

function agreedWords(note: string, reason: string | null): string {
  const why = reason === null ? '' : ` Without that they would be held back: ${reason}.`
  return `Goes on your word that they agreed: “${note}”.${why}`
}
