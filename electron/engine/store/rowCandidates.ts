import type { DatabaseSync } from 'node:sqlite'
import { assertNever } from '../../../shared/errors.ts'
import type { PlanId, RowOutcome, RunId } from '../../../shared/model.ts'

/** What is looked for among the rows of a run. */
export interface Wanted {
  readonly outcome: RowOutcome | null
  /** Folded; `''`: anything. */
  readonly part: string
}

/**
 * Finds rows that may match, between two rows of a run: all that do, and some that don't. It is what makes a search
 * among a million rows bearable; whether a row matches is decided in one place only, by `rowOutcome` and `foldSearch`.
 */
export function rowCandidates(
  db: DatabaseSync,
  run: { readonly id: RunId; readonly plan: PlanId },
  { outcome, part }: Wanted,
): (from: number, to: number) => number[] {
  const find = db.prepare(`SELECT p.row FROM plan_row p
    WHERE p.plan = :plan AND p.row BETWEEN :from AND :to AND ${outcomeMay(outcome)} AND ${part === '' ? 'true' : textMay}
    ORDER BY p.row`)
  const values = { plan: run.plan, run: run.id, ...(part !== '' && { part }) }
  find.setAllowUnknownNamedParameters(true)
  return (from, to) => find.all({ ...values, from, to }).map(({ row }) => row as number)
}

/** A step of the row of which this is true; a change that was not begun has no step, so all of `s` is NULL. */
function someStep(condition: string): string {
  return `EXISTS (SELECT 1 FROM change c LEFT JOIN step s ON s.run = :run AND s.change = c.id
    WHERE c.plan = p.plan AND c.row = p.row AND (${condition}))`
}

const unsettled = `coalesce(s.state, 'waiting') <> 'settled'`
const notThrough = `coalesce(s.status, '') NOT IN ('written', 'accepted')`

/** What must be true of a row for it to have this outcome; see `rowOutcome`. */
function outcomeMay(outcome: RowOutcome | null): string {
  switch (outcome) {
    case null:
      return 'true'
    case 'unchanged':
    case 'invalid':
    case 'duplicate':
    case 'left-out':
      return `p.kind = '${outcome}'`
    case 'written':
      return `p.kind IN ('create', 'update', 'delete')`
    case 'held-back':
      return `(p.kind = 'held-back' OR ${someStep(`s.status = 'held-back'`)})`
    case 'rejected':
      return someStep(`s.status = 'rejected'`)
    case 'in-doubt':
      return someStep(`s.state = 'sending'`)
    case 'accepted':
      return someStep(`s.state = 'job' OR s.status = 'accepted'`)
    case 'partly-written':
      return `(${someStep(notThrough)} AND ${someStep(`s.status IN ('written', 'accepted')`)})`
    case 'not-sent':
      return someStep(unsettled)
    default:
      return assertNever(outcome)
  }
}

// Letters beyond ASCII are folded in JavaScript only, and words are added for rows that were not settled.
const holds = (text: string) => `(instr(lower(${text}), :part) > 0 OR ${text} GLOB '*[^ -~]*')`
const textMay = `(${holds('p.email')} OR ${holds('p.reason')} OR ${holds('p.warning')}
  OR ${someStep(`s.reason IS NOT NULL OR ${unsettled}`)})`
