import type { PlanSpec, PlanSummary } from '../../../../shared/contract/plans.ts'
import { AppError } from '../../../../shared/errors.ts'
import type { FieldId, RunId } from '../../../../shared/model.ts'
import type { ObjectTarget } from '../../../../shared/objectTypes.ts'
import { foldEmail } from '../../../../shared/values/foldEmail.ts'
import { breathe } from '../../breathe.ts'
import type { EngineParts } from '../../createEngine.ts'
import { connectorFor } from '../../connectors/registry.ts'
import { stageTable } from '../../source/stageTable.ts'
import { type DoneRow, type DoneRows, doneRows } from '../../store/doneRows.ts'
import type { Run } from '../../store/journal.ts'
import { targetSchema } from '../objects/makeObjectPlan.ts'
import { undoTarget } from './undoTarget.ts'

/** What of a run is to be taken back; each `null`: all of it. */
export interface UndoWish {
  readonly run: RunId
  readonly field: string | null
  readonly row: number | null
  readonly person: string | null
}

const pageRows = 2000

/**
 * Stages the rows of a run that are to be taken back as a source of their own, each with its number in the run, and
 * says how they are to be planned.
 * @throws AppError `conflict` for a run that may still go on or whose values are gone, `not-found` where nothing is to
 * be taken back.
 */
export async function stageUndo(parts: EngineParts, wish: UndoWish, signal: AbortSignal): Promise<PlanSpec> {
  const { journal, plans, db } = parts
  const run = journal.get(wish.run)
  const done = doneRows(db)
  const { connection } = plans.spec(run.plan)
  const of = plans.summary(run.plan)
  const object = undoTarget(of)
  const field = wish.field === null ? null : fieldOf(parts, of, object, wish.field)
  refuseOpen(run)
  if (done.isBlanked(run.plan)) throw forgotten(run)
  const records = [[`Row of run ${run.id}`, 'Person']]
  for await (const row of rowsOf(done, wish, signal))
    if (field === null || writes(row, field.id)) records.push([String(row.row), nameOf(row)])
  if (records.length === 1) throw nothingToDo(wish, field?.label ?? null)
  const source = await stageTable(parts, nameOfUndo(run, of, field?.label ?? null), records, signal)
  return {
    connection,
    source: source.id,
    mapping: {
      fields: [],
      left: [],
      values: { defaultCountry: null, dateOrder: 'month-day', decimalMark: '.' },
    },
    audiences: [],
    importTag: null,
    consent: null,
    mode: 'changed',
    duplicates: 'last',
    heldBack: 'skip',
    append: null,
    ...(object !== null && { object }),
    undo: { run: run.id, field: field?.id ?? null },
  }
}

async function* rowsOf(done: DoneRows, { run, row, person }: UndoWish, signal: AbortSignal) {
  if (row !== null) {
    yield* done.ofRows(run, [row]).values()
    return
  }
  const identity = person === null ? null : identityIn(person)
  for (let after = 0; ;) {
    signal.throwIfAborted()
    const rows = done.page(run, after, pageRows, identity)
    if (rows.length === 0) return
    yield* done.ofRows(run, rows).values()
    after = rows.at(-1) ?? after
    await breathe()
  }
}

function identityIn(person: string): string {
  const text = person.trim()
  return /^(tel|ext):/.test(text) ? text : foldEmail(text)
}

function writes({ done }: DoneRow, field: FieldId): boolean {
  return done.some(
    ({ change }) =>
      (change.object === 'contact' || change.object === 'record') && Object.hasOwn(change.after, field),
  )
}

function nameOf({ email, done }: DoneRow): string {
  const { key } = done[0]?.change ?? {}
  return email ?? key?.email ?? key?.phone ?? key?.externalId ?? key?.remoteId ?? ''
}

/** By its id or by what people call it. */
function fieldOf(
  { mirrorOf, connections }: EngineParts,
  { connection: { id: connection }, object: of }: PlanSummary,
  object: ObjectTarget | null,
  wanted: string,
) {
  if (object?.op === 'delete')
    throw new AppError(
      'invalid-input',
      `What the run made is deleted as a whole, not its ${wanted} alone. Leave the field out.`,
    )
  const connector = connectorFor(connections.find(connection).service)
  const { fields } = targetSchema(connector, of, mirrorOf(connection).schema())
  const named = (text: string) => text.toLowerCase() === wanted.trim().toLowerCase()
  const found =
    fields.find(({ id }) => id === wanted) ?? fields.find(({ label, key }) => named(label) || named(key))
  if (found) return { id: found.id, label: found.label }
  throw new AppError(
    'not-found',
    `${of === null ? 'The account has' : `${of.title} have`} no field “${wanted}”. There are: ${fields.map(({ label }) => label).join(', ')}.`,
  )
}

function nameOfUndo(run: Run, { source }: PlanSummary, field: string | null): string {
  const what = field === null ? '' : `${field}, `
  return `Undo of run ${run.id}: ${what}${source.name}`
}

function refuseOpen({ id, status }: Run): void {
  if (status !== 'running' && status !== 'stopped') return
  throw new AppError(
    'conflict',
    `Run ${id} may still go on, and would write again what is taken back. Cancel it first: then what it wrote can be undone.`,
  )
}

function forgotten({ id }: Run): AppError {
  return new AppError(
    'conflict',
    `What people had before run ${id} is no longer kept on this computer, so it can't be put back. Settings say for how long values are kept.`,
  )
}

function nothingToDo({ run, row, person }: UndoWish, field: string | null): AppError {
  const what = field === null ? 'nothing' : `no ${field}`
  const whose = person !== null ? ` of ${person}` : row === null ? '' : ` in row ${row}`
  return new AppError('not-found', `Run ${run} wrote ${what}${whose}, so there is nothing to take back.`)
}
