import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findRows } from '../../../electron/engine/run/findRows.ts'
import { runRows } from '../../../electron/engine/run/receipt.ts'
import { openDatabase } from '../../../electron/engine/store/database.ts'
import { journal } from '../../../electron/engine/store/journal.ts'
import { planStore } from '../../../electron/engine/store/plans.ts'
import { rowOutcomes, type RunId } from '../../../shared/model.ts'
import { foldSearch, foundIn } from '../../../shared/values/foldSearch.ts'
import '../../support/propertySeed.ts'

let folder: string
let db: ReturnType<typeof openDatabase>
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'listferry-rows-'))
  db = openDatabase(join(folder, 'x.sqlite'))
  db.exec(`PRAGMA synchronous = OFF;
    INSERT INTO connection (id, service, name, credential_form, account, created_at) VALUES ('c', 'kit', 'K', 'f', '{}', 1);
    INSERT INTO source (id, path, info, staged_at) VALUES ('s', '/a.csv', '{}', 1)`)
})
afterAll(() => {
  db.close()
  rmSync(folder, { recursive: true, force: true })
})

const text = fc.constantFrom(
  null,
  'ann@example.org',
  'José@example.org',
  'Refused',
  'the service said NO',
  'ÅSE',
)
const step = fc.constantFrom(
  null,
  'sending',
  'job',
  'waiting',
  'written',
  'accepted',
  'rejected',
  'held-back',
)
const kind = fc.constantFrom('create', 'update', 'unchanged', 'held-back', 'invalid', 'duplicate', 'left-out')
const row = fc.record({
  kind,
  email: text,
  reason: text,
  warning: text,
  steps: fc.array(fc.tuple(step, text), { maxLength: 3 }),
})
type Row = typeof row extends fc.Arbitrary<infer T> ? T : never

/** A run whose plan has these rows and whose journal has these steps. */
function arrange(rows: readonly Row[]): RunId {
  const plan = db
    .prepare(
      `INSERT INTO plan (connection, source, spec, summary, created_at)
    VALUES (1, 's', '{}', ?, 1)`,
    )
    .run(JSON.stringify({ source: { rows: rows.length }, audiences: [] })).lastInsertRowid
  const run = db
    .prepare(`INSERT INTO run (plan, status, started_at) VALUES (?, 'finished', 1)`)
    .run(plan).lastInsertRowid
  rows.forEach(({ kind, email, reason, warning, steps }, index) => {
    db.prepare(
      'INSERT INTO plan_row (plan, row, kind, written_email, reason, warning) VALUES (?, ?, ?, ?, ?, ?)',
    ).run(plan, index + 1, kind, email, reason, warning)
    for (const [what, said] of steps) {
      const change = db
        .prepare(
          `INSERT INTO planned_change (plan, row, body)
        VALUES (?, ?, '{"object":"membership","op":"join","audience":{"kind":"tag","id":"7"}}')`,
        )
        .run(plan, index + 1).lastInsertRowid
      if (what === null) continue
      const isState = ['sending', 'job', 'waiting'].includes(what)
      db.prepare(
        'INSERT INTO step (run, change, state, attempts, status, reason) VALUES (?, ?, ?, 1, ?, ?)',
      ).run(run, change, isState ? what : 'settled', isState ? null : what, isState ? null : said)
    }
  })
  return Number(run) as RunId
}

describe('looking for rows of a run', () => {
  it('finds exactly those that have the outcome and hold the text, whatever became of their steps', async () => {
    const deps = { db, plans: planStore(db), journal: journal(db) }
    const outcome = fc.constantFrom(null, ...rowOutcomes)
    const search = fc.constantFrom(
      '',
      'ANN',
      'jose',
      'åse',
      'no',
      'before this row',
      'not added to tag',
      'broke',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 12 }), outcome, search, async (rows, outcome, search) => {
        const run = deps.journal.get(arrange(rows))
        const part = foldSearch(search)
        const wanted = runRows(deps, run.id, 0)
          .filter((one) => outcome === null || one.outcome === outcome)
          .filter(({ email, reason }) => part === '' || foundIn(email, part) || foundIn(reason, part))
          .toArray()
        const query = { outcome, search, afterRow: 0, limit: 500 }
        expect(await findRows(deps, run, query, new AbortController().signal)).toEqual(wanted)
      }),
      { numRuns: 300 },
    )
  })
})
