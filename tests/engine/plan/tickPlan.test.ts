import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Account, RequestCounter } from '../../../electron/engine/connectors/connector.ts'
import type { RateBucket } from '../../../electron/engine/connectors/limits.ts'
import { createAccountPacer } from '../../../electron/engine/connectors/accountPacer.ts'
import { requestCounter } from '../../../electron/engine/connectors/kit/apply.ts'
import { bulkRequestCounter } from '../../../electron/engine/connectors/kit/bulk/requestCounter.ts'
import { partTally } from '../../../electron/engine/plan/partTally.ts'
import type { PartRef } from '../../../electron/engine/plan/planParts.ts'
import {
  allOn,
  splitChanges,
  type Switches,
  tickMany,
  tickOne,
} from '../../../electron/engine/plan/switches.ts'
import {
  recountPlan,
  type TickDeps,
  type TickOrder,
  tickPlan,
} from '../../../electron/engine/plan/tickPlan.ts'
import { openDatabase } from '../../../electron/engine/store/database.ts'
import { type PlannedRow, planStore } from '../../../electron/engine/store/plans.ts'
import { planTicks } from '../../../electron/engine/store/planTicks.ts'
import { newAudienceId } from '../../../shared/newAudience.ts'
import type { PlanSpec, PlanSummary } from '../../../shared/contract/plans.ts'
import type { Change, ChangeDraft, FieldId, PlanId, RemoteId, RowKind } from '../../../shared/model.ts'
import { sentKinds } from '../../../shared/model.ts'
import { createManualClock } from '../../support/manualClock.ts'
import { saveConnection, saveSource } from '../../support/savedAccount.ts'

const fieldNames = ['first_name', 'custom:6', 'property:ü "b"'] as FieldId[]
const audiences = [
  { kind: 'tag', id: '1' },
  { kind: 'form', id: '1' },
  { kind: 'tag', id: newAudienceId('Of today') },
] as const

const values = fc.dictionary(fc.constantFrom(...fieldNames), fc.constantFrom('xé🙂', 'a}', 1, null), {
  minKeys: 1,
})

/** A row of a plan, by kind; most rows of most plans have nothing to send. */
const aRow = fc.record({
  kind: fc.constantFrom<RowKind>('create', 'update', 'held-back', 'unchanged', 'invalid'),
  after: values,
  joins: fc.subarray([...audiences]),
  leaves: fc.boolean(),
  warning: fc.constantFrom(null, null, 'Odd'),
})
type ARow = typeof aRow extends fc.Arbitrary<infer R> ? R : never

const aPart: fc.Arbitrary<PartRef> = fc.oneof(
  fc.constantFrom(...fieldNames).map((field) => ({ field })),
  fc.constantFrom(...audiences).map((audience) => ({ audience })),
)
const anOrder = (rows: number): fc.Arbitrary<TickOrder> =>
  fc.record({
    on: fc.boolean(),
    row: fc.option(fc.integer({ min: 1, max: rows }), { freq: 3 }),
    kind: fc.option(fc.constantFrom<RowKind>('create', 'update', 'left-out', 'held-back'), { freq: 2 }),
    parts: fc.array(aPart, { maxLength: 2 }),
  })
const plansAndTicks = fc
  .array(aRow, { minLength: 1, maxLength: 12 })
  .chain((rows) => fc.tuple(fc.constant(rows), fc.array(anOrder(rows.length), { maxLength: 8 })))

function draftsOf({ kind, after, joins, leaves }: ARow, row: number): ChangeDraft[] {
  if (kind === 'unchanged' || kind === 'invalid') return []
  const key = { remoteId: kind === 'create' ? null : (String(row) as RemoteId), email: `p${row}@example.org` }
  const base = { key, repeat: 'safe' } as const
  const before = kind === 'create' ? {} : Object.fromEntries(Object.keys(after).map((name) => [name, null]))
  return [
    { ...base, object: 'contact', op: kind === 'create' ? 'create' : 'update', before, after },
    ...joins.map((audience): ChangeDraft => ({ ...base, object: 'membership', op: 'join', audience })),
    ...(leaves
      ? [{ ...base, object: 'membership', op: 'leave', audience: { kind: 'tag', id: '9' } } as const]
      : []),
  ]
}

function plannedRow(of: ARow, row: number): PlannedRow {
  const reason = of.kind === 'held-back' ? 'They left' : null
  const { kind, warning } = of
  const [email, identity] = [`p${row}@example.org`, `p${row}@example.org`]
  return {
    row,
    kind,
    reason,
    warning,
    email,
    identity,
    remoteId: null,
    cursor: null,
    changes: draftsOf(of, row),
  }
}

type CounterOf = (bucket: RateBucket) => RequestCounter

async function open(rows: readonly ARow[], counterOf: CounterOf) {
  const db = openDatabase(':memory:')
  const [connection, source] = [saveConnection(db), saveSource(db)]
  const plans = planStore(db)
  const plan = plans.create({ connection, source } as PlanSpec, 1, '')
  plans.addRows(
    plan,
    rows.map((row, n) => plannedRow(row, n + 1)),
  )
  const bucket: RateBucket = { name: 'all', windows: [{ requests: 10, windowMs: 1000 }] }
  const deps: TickDeps = {
    db,
    plans,
    ticks: planTicks(db),
    account: { requestCounter: () => counterOf(bucket) } as Account,
    pacer: createAccountPacer({ bucketsOf: () => [bucket], speed: 1, clock: createManualClock() }),
  }
  const parts = partTally()
  for (const [n, row] of rows.entries()) parts.add(draftsOf(row, n + 1))
  plans.saveSummary(plan, { source: { rows: rows.length }, object: null } as PlanSummary)
  deps.ticks.saveParts(plan, parts.counts())
  const summary = await recountPlan(deps, plan)
  return { deps, plan, summary }
}

/** What is in the tables, without the numbers of changes: those may be new, in the same order. */
function stored({ db, ticks }: TickDeps, plan: PlanId) {
  const { n } = db.prepare('SELECT max(row) AS n FROM plan_row').get() as { n: number }
  const rows = new Map(ticks.rows(plan, { from: 1, to: n, kind: null }).map((row) => [row.row, row]))
  return db
    .prepare('SELECT row, kind, reason FROM plan_row ORDER BY row')
    .all()
    .map(({ row, kind, reason }) => {
      const ticked = rows.get(row as number)
      return { kind, reason, on: bare(ticked?.on ?? []), switches: ticked?.switches ?? allOn }
    })
}

function bare(changes: readonly Change[]) {
  return changes.map((change) => ({ ...change, id: null }))
}

/** The same by hand, row by row. */
function expected(rows: readonly ARow[], orders: readonly TickOrder[]) {
  return rows.map((of, n) => {
    const row = n + 1
    const { kind: plannedKind, reason: plannedReason } = plannedRow(of, row)
    const planned = draftsOf(of, row).map((draft, id) => ({ ...draft, row, id }) as Change)
    const after = (switches: Switches) => {
      const { on } = splitChanges(planned, switches)
      const isOut = on.length === 0 && sentKinds.includes(plannedKind)
      const [kind, reason] = isOut ? ['left-out', 'unticked by you'] : [plannedKind, plannedReason]
      return { kind, reason, on: bare(on), switches }
    }
    let now = after(allOn)
    for (const order of orders) {
      const isMeant = planned.length > 0 && (order.row === null || order.row === row)
      if (!isMeant || (order.kind !== null && order.kind !== now.kind && order.kind !== plannedKind)) continue
      now = after((order.row === null ? tickMany : tickOne)(planned, now.switches, order))
    }
    return now
  })
}

describe.each<{ name: string; counterOf: CounterOf }>([
  { name: 'one request for each change', counterOf: requestCounter },
  { name: 'requests that rows share', counterOf: bulkRequestCounter },
])('any ticks, one after the other, with $name', ({ counterOf }) => {
  it('leave what each row would have on its own, and the counts that counting anew gives', async () => {
    await fc.assert(
      fc.asyncProperty(plansAndTicks, async ([rows, orders]) => {
        const { deps, plan } = await open(rows, counterOf)
        const [done, sent] = [[] as TickOrder[], (n: number) => draftsOf(rows[n - 1] as ARow, n).length > 0]
        for (const order of orders) {
          if (order.row !== null && !sent(order.row)) {
            await expect(tickPlan(deps, plan, order)).rejects.toThrow('nothing to send')
            continue
          }
          const summary = await tickPlan(deps, plan, order)
          done.push(order)
          const parts = deps.ticks.parts(plan)
          expect(await recountPlan(deps, plan)).toEqual(summary)
          expect(deps.ticks.parts(plan).sort(byText)).toEqual(parts.sort(byText))
          expect(deps.ticks.isTicking(plan)).toBe(false)
        }
        expect(stored(deps, plan)).toEqual(expected(rows, done))
        deps.db.close()
      }),
      { numRuns: 150 },
    )
  })

  it('that switch whole kinds do so across many ranges, and back to what was planned', async () => {
    const rows = Array.from({ length: 2345 }, (_, n): ARow => ({
      kind: (['create', 'update', 'update', 'held-back', 'unchanged'] as const)[n % 5] ?? 'create',
      after: { [fieldNames[n % 3] ?? 'x']: n },
      joins: audiences.slice(0, n % 3),
      leaves: n % 7 === 0,
      warning: n > 1700 && n % 2 === 0 ? 'Odd' : null,
    }))
    const { deps, plan, summary: planned } = await open(rows, counterOf)
    const whole = { row: null, parts: [] }
    const orders: TickOrder[] = [
      { ...whole, on: false, kind: 'update' },
      { ...whole, on: true, kind: 'update' },
      { ...whole, on: false, kind: 'create' },
      { on: false, row: null, kind: null, parts: [{ audience: audiences[0] }] },
      { ...whole, on: false, kind: null },
      { ...whole, on: true, kind: 'left-out' },
      { ...whole, on: true, kind: null },
      // Who was held back with a part off is only now whole again.
      { ...whole, on: true, kind: null },
    ]
    for (const [n, order] of orders.entries()) {
      const summary = await tickPlan(deps, plan, order)
      if (n === 1 || n === orders.length - 1) expect(summary).toEqual(planned)
      expect(stored(deps, plan)).toEqual(expected(rows, orders.slice(0, n + 1)))
      expect(await recountPlan(deps, plan)).toEqual(summary)
    }
    deps.db.close()
  })
})

function byText(one: unknown, other: unknown): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1
}
