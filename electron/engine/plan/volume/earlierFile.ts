import type { DatabaseSync } from 'node:sqlite'
import type { PlanSpec } from '../../../../shared/contract/plans.ts'
import type { Column, RunId, SourceId, SourceInfo } from '../../../../shared/model.ts'

/** The file that the same sync sent the last time. */
export interface EarlierFile {
  readonly run: RunId
  readonly at: number
  readonly source: SourceId
  readonly info: SourceInfo
  readonly spec: PlanSpec
  /** Its values were older than the user wants them kept, and are gone. */
  readonly isBlanked: boolean
}

/** Runs looked at, newest first. */
const mostRuns = 200

/**
 * The newest run of files like this one: into the same account, with the same columns, for the same audiences, or by the
 * same saved sync. Rows that somebody corrected are a file of their own, and no earlier or later one of any sync.
 * `connection` is its number.
 */
export function earlierFile(
  db: DatabaseSync,
  connection: number,
  spec: PlanSpec,
  columns: readonly Column[],
): EarlierFile | null {
  if (isCorrection(db, spec.source)) return null
  const runs = db
    .prepare(
      `SELECT run.id, run.started_at, plan.source, plan.spec, source.info, source.blanked_at, EXISTS (
           SELECT 1 FROM recipe_source a JOIN recipe_source b ON b.recipe = a.recipe
           WHERE a.source = plan.source AND b.source = :source) AS same_recipe
         FROM run JOIN plan ON plan.id = run.plan JOIN source ON source.id = plan.source
         WHERE plan.connection = :connection AND NOT EXISTS (SELECT 1 FROM fixed_row f WHERE f.source = plan.source)
         ORDER BY run.id DESC LIMIT :most`,
    )
    .iterate({ connection, source: spec.source, most: mostRuns })
  for (const row of runs) {
    const earlier = JSON.parse(row.spec as string) as PlanSpec
    const info = JSON.parse(row.info as string) as SourceInfo
    if (row.same_recipe !== 1 && !isSameSync(earlier, spec, info.columns, columns)) continue
    return {
      run: row.id as RunId,
      at: row.started_at as number,
      source: row.source as SourceId,
      info,
      spec: earlier,
      isBlanked: row.blanked_at !== null,
    }
  }
  return null
}

function isCorrection(db: DatabaseSync, source: SourceId): boolean {
  return db.prepare('SELECT 1 FROM fixed_row WHERE source = ? LIMIT 1').get(source) !== undefined
}

function isSameSync(
  one: PlanSpec,
  other: PlanSpec,
  columns: readonly Column[],
  otherColumns: readonly Column[],
): boolean {
  if ((one.object ?? null) !== null || (one.undo ?? null) !== null) return false
  return namesOf(columns) === namesOf(otherColumns) && audiencesOf(one) === audiencesOf(other)
}

function namesOf(columns: readonly Column[]): string {
  return JSON.stringify(columns.map(({ name }) => name).sort())
}

function audiencesOf({ audiences }: PlanSpec): string {
  return JSON.stringify(audiences.map(({ kind, id }) => `${kind} ${id}`).sort())
}
