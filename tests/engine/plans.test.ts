import { DatabaseSync } from 'node:sqlite'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { namedPeople } from '../../electron/practice/kit/namedPeople.ts'
import { type RunningPractice, startPractice } from '../../electron/practice/startPractice.ts'
import type { EngineClient } from '../../shared/contract/contract.ts'
import type { PlanRowView, PlanSummary } from '../../shared/contract/plans.ts'
import type { FieldId, RowKind } from '../../shared/model.ts'
import {
  connectKit,
  planOf,
  startTestEngine,
  type SyncChoices,
  type TestEngine,
  testSpeed,
} from '../support/testEngine.ts'

const tag: SyncChoices = { audiences: [{ kind: 'tag', name: 'Never used' }] }
const known = namedPeople.wellKnown.emailAddress

let practice: RunningPractice
let folder: string
let engine: TestEngine
beforeEach(async () => {
  practice = await startPractice({ speed: testSpeed, lagMs: 0 })
  folder = mkdtempSync(join(tmpdir(), 'listferry-plans-'))
  engine = await startTestEngine({ practice, folder })
})
afterEach(async () => {
  await engine.close()
  await practice.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Two new people, one known with another city, one unchanged, one who left, one without an address. */
const csv = [
  'Email,First name,City',
  'new1@example.org,Åsa,Oslo',
  'new2@example.org,Bo,Rome',
  `${known},Ada,Abuja`,
  `${namedPeople.leftEarly.emailAddress},Mara,Oslo`,
  'nobody,,',
].join('\n')

const plans = () => engine.client.plans
type Ticked = Partial<Omit<Parameters<EngineClient['plans']['tick']>[0], 'plan' | 'on'>>
const tick = (plan: PlanSummary, on: boolean, what: Ticked = {}) =>
  plans().tick({ plan: plan.id, on, ...what })
const allRows = (plan: PlanSummary, kind: RowKind | null = null) =>
  plans().rows({ plan: plan.id, kind, offset: 0, limit: 500 })
const rowOf = async (plan: PlanSummary, row: number): Promise<PlanRowView> => {
  const [found] = await plans().rows({ plan: plan.id, kind: null, offset: row - 1, limit: 1 })
  if (!found) throw new Error(`no row ${row}`)
  return found
}
const person = (email: string) => practice.kit.state.subscribers.byEmail(email)
const tagsOf = (email: string) => practice.kit.state.memberships.tag.ofPerson(person(email)?.id ?? 0).length
const valueOf = (email: string, label: string) => {
  const field = [...practice.kit.state.customFields.values()].find((one) => one.label === label)
  return person(email)?.values.get(field?.id ?? 0)
}
const cityField = async () => {
  const { fields } = await engine.client.connections.describe({ connection: 'Bakery' })
  return fields.find(({ label }) => label === 'City')?.id ?? ''
}
const audienceOf = (plan: PlanSummary) => {
  const [one] = plan.audiences
  return { kind: 'tag' as const, id: one?.id ?? '' }
}
/** Counts that belong together: whatever is switched, they add up. */
async function checkSums(plan: PlanSummary): Promise<void> {
  const { counts, source, changes, unticked, requests } = await plans().get({ plan: plan.id })
  expect(Object.values(counts).reduce((sum, n) => sum + n, 0)).toBe(source.rows)
  const rows = await allRows(plan)
  for (const kind of Object.keys(counts) as RowKind[]) {
    expect([kind, rows.filter((row) => row.kind === kind).length]).toEqual([kind, counts[kind]])
    expect(await plans().countRows({ plan: plan.id, kind })).toBe(counts[kind])
  }
  const ops = rows.flatMap((row) => row.changes.map(({ op }) => op))
  expect(changes).toMatchObject({
    creates: ops.filter((op) => op === 'create').length,
    updates: ops.filter((op) => op === 'update').length,
    joins: ops.filter((op) => op === 'join').length,
  })
  expect(unticked).toBe(rows.filter(({ reason }) => reason === 'unticked by you').length)
  // Whoever is only put somewhere is looked at first.
  const lookedAt = rows.filter(({ changes: [first] }) => first?.op === 'join' && first.key.remoteId !== null)
  expect(requests).toBe(ops.length + lookedAt.length)
}

describe('what a plan was made from', () => {
  it('can be had to make it again', async () => {
    const plan = await planOf(engine, csv, tag)
    const spec = await plans().spec({ plan: plan.id })
    expect(spec).toMatchObject({ source: plan.source.id, mode: 'changed', audiences: [audienceOf(plan)] })
    expect((await plans().make(spec)).counts).toEqual(plan.counts)
    expect(engine.pushes).toContainEqual({ name: 'changed', payload: { what: 'plans' } })
  })
})

describe('the parts of a plan', () => {
  it('are its fields and audiences by name, with the rows that each touches', async () => {
    const plan = await planOf(engine, csv, tag)
    const parts = await plans().parts({ plan: plan.id })
    expect(parts.map(({ label, rows, untickedRows }) => [label, rows, untickedRows]).sort()).toEqual([
      ['City', 3, 0],
      ['First name', 2, 0],
      ['Never used', 3, 0],
    ])
  })
})

describe('a row that is unticked', () => {
  it('is left out with the reason, its requests are gone from the estimate, and it comes back', async () => {
    const plan = await planOf(engine, csv, tag)
    const off = await tick(plan, false, { row: 1 })
    expect(off.counts).toEqual({ ...plan.counts, create: 1, 'left-out': 1 })
    expect(off.unticked).toBe(1)
    expect(off.requests).toBe(plan.requests - 2)
    expect(await rowOf(plan, 1)).toMatchObject({ kind: 'left-out', reason: 'unticked by you', changes: [] })
    expect((await rowOf(plan, 1)).unticked.map(({ op }) => op)).toEqual(['create', 'join'])
    expect(await plans().get({ plan: plan.id })).toEqual(off)
    await checkSums(plan)
    expect(await tick(plan, true, { row: 1 })).toEqual(plan)
    const back = await rowOf(plan, 1)
    expect(back.changes.map(({ op }) => op)).toEqual(['create', 'join'])
    expect(back.unticked).toEqual([])
    await checkSums(plan)
  })

  it('is not sent: nobody is created, and the receipt says why', async () => {
    const plan = await planOf(engine, csv, tag)
    await tick(plan, false, { row: 1 })
    const receipt = await engine.client.runs.start({ plan: plan.id })
    expect(receipt).toMatchObject({ addsUp: true, status: 'finished' })
    expect(receipt.outcomes).toMatchObject({ written: 2, 'left-out': 1 })
    expect(person('new1@example.org')).toBeUndefined()
    expect(person('new2@example.org')).toBeDefined()
    const rows = await engine.client.runs.rows({
      run: receipt.id,
      outcome: 'left-out',
      afterRow: 0,
      limit: 9,
    })
    expect(rows).toMatchObject([{ row: 1, reason: 'unticked by you' }])
  })

  it('that has nothing to send is refused in words', async () => {
    const plan = await planOf(engine, csv, tag)
    for (const row of [4, 5, 77])
      await expect(tick(plan, false, { row })).rejects.toThrow(`Row ${row} has nothing to send`)
    expect((await engine.client.runs.start({ plan: plan.id })).status).toBe('finished')
  })
})

describe('a field that is unticked', () => {
  it('in one row is not written there, and everything else is', async () => {
    const plan = await planOf(engine, csv, tag)
    const field = await cityField()
    await tick(plan, false, { row: 1, field })
    const row = await rowOf(plan, 1)
    expect(row.kind).toBe('create')
    expect(row.unticked).toMatchObject([{ object: 'contact', op: 'create', after: { [field]: 'Oslo' } }])
    await checkSums(plan)
    await engine.client.runs.start({ plan: plan.id })
    expect(person('new1@example.org')?.firstName).toBe('Åsa')
    expect(valueOf('new1@example.org', 'City') ?? null).toBeNull()
    expect(valueOf('new2@example.org', 'City')).toBe('Rome')
    expect(tagsOf('new1@example.org')).toBe(1)
  })

  it('in all rows leaves out whoever has nothing else, and is counted', async () => {
    const plan = await planOf(engine, csv)
    const field = await cityField()
    const off = await tick(plan, false, { field })
    expect(off).toMatchObject({ unticked: 1, counts: { create: 2, update: 0, 'left-out': 1 } })
    const parts = await plans().parts({ plan: plan.id })
    expect(parts.find(({ label }) => label === 'City')).toMatchObject({ rows: 3, untickedRows: 3 })
    expect(parts.find(({ label }) => label === 'First name')).toMatchObject({ untickedRows: 0 })
    await checkSums(plan)
    expect(await tick(plan, true, { field })).toEqual(plan)
    await checkSums(plan)
  })

  it('on in one row of many where it is off', async () => {
    const plan = await planOf(engine, csv, tag)
    const field = (await cityField()) as FieldId
    await tick(plan, false, { field })
    await tick(plan, true, { field, row: 3 })
    await engine.client.runs.start({ plan: plan.id })
    expect(valueOf(known, 'City')).toBe('Abuja')
    expect(valueOf('new1@example.org', 'City') ?? null).toBeNull()
  })
})

describe('an audience that is unticked', () => {
  it('is joined by nobody, or by all but one', async () => {
    const plan = await planOf(engine, csv, tag)
    const audience = audienceOf(plan)
    expect((await tick(plan, false, { audience })).changes.joins).toBe(0)
    expect((await tick(plan, true, { audience })).changes.joins).toBe(3)
    expect((await tick(plan, false, { audience, row: 2 })).changes.joins).toBe(2)
    await checkSums(plan)
    await engine.client.runs.start({ plan: plan.id })
    expect([tagsOf('new1@example.org'), tagsOf('new2@example.org')]).toEqual([1, 0])
  })
})

describe('a whole kind that is unticked', () => {
  it('goes and comes back, by what it was or by what it is now', async () => {
    const plan = await planOf(engine, csv, tag)
    expect(await tick(plan, false, { kind: 'create' })).toMatchObject({
      unticked: 2,
      untickedOf: { create: 2 },
      counts: { create: 0, update: 1, 'left-out': 2 },
    })
    await checkSums(plan)
    expect(await tick(plan, true, { kind: 'create' })).toEqual(plan)
    await tick(plan, false, {})
    expect((await plans().get({ plan: plan.id })).changes).toMatchObject({ creates: 0, updates: 0, joins: 0 })
    expect(await tick(plan, true, { kind: 'left-out' })).toEqual(plan)
  })

  it('of everything sends nothing at all', async () => {
    const plan = await planOf(engine, csv, tag)
    const off = await tick(plan, false)
    expect(off).toMatchObject({ requests: 0, estimatedMs: 0 })
    const before = practice.kit.requests.entries.filter(({ method }) => method !== 'GET').length
    const receipt = await engine.client.runs.start({ plan: plan.id })
    expect(receipt.outcomes.written).toBe(0)
    expect(practice.kit.requests.entries.filter(({ method }) => method !== 'GET')).toHaveLength(before)
  })
})

describe('ticks', () => {
  it('keep the order of a row’s changes, whatever other plans were made in between', async () => {
    const plan = await planOf(engine, csv, tag)
    await tick(plan, false)
    const other = await planOf(engine, csv.replaceAll('example.org', 'example.net'), tag, 'other.csv')
    await tick(plan, true)
    for (const row of [1, 2, 3]) {
      const { changes } = await rowOf(plan, row)
      expect(changes.map(({ object }) => object)).toEqual(['contact', 'membership'])
    }
    const ids = [...(await allRows(plan)), ...(await allRows(other))].flatMap((row) =>
      row.changes.map(({ id }) => id),
    )
    expect(new Set(ids).size).toBe(ids.length)
    expect((await engine.client.runs.start({ plan: plan.id })).outcomes.written).toBe(3)
  })

  it('are refused once a run was begun, and nothing is altered', async () => {
    const plan = await planOf(engine, csv, tag)
    const { id } = await engine.client.runs.start({ plan: plan.id })
    await expect(tick(plan, false, { row: 1 })).rejects.toThrow(`begun as run ${id} already`)
    expect((await rowOf(plan, 1)).kind).toBe('create')
  })

  it('leave a person who is held back held back', async () => {
    const plan = await planOf(engine, csv, { ...tag, heldBack: 'fields-only' })
    const before = await rowOf(plan, 4)
    expect(before.changes.length).toBe(1)
    const off = await tick(plan, false, { row: 4 })
    expect(off.counts).toEqual(plan.counts)
    expect(off.unticked).toBe(0)
    expect(await rowOf(plan, 4)).toMatchObject({ kind: 'held-back', reason: before.reason, changes: [] })
    await checkSums(plan)
  })

  it('that the end of the program cut off are counted before anything is sent', async () => {
    const plan = await planOf(engine, csv, tag)
    const off = await tick(plan, false, { row: 1 })
    await engine.close()
    // As a kill in the middle of many rows leaves it: rows are switched, the numbers are still the old ones.
    const db = new DatabaseSync(join(folder, 'listferry.sqlite'))
    db.prepare('UPDATE plan SET ticking = 1, parts = ?, summary = ? WHERE id = ?').run(
      '[]',
      JSON.stringify(plan),
      plan.id,
    )
    db.close()
    engine = await startTestEngine({ practice, folder, connect: false })
    await connectKit(engine.client, practice)
    await expect(engine.client.runs.start({ plan: plan.id })).rejects.toThrow(/Look at the plan once more/)
    expect(await plans().get({ plan: plan.id })).toEqual(off)
    expect(await plans().parts({ plan: plan.id })).toHaveLength(3)
    await checkSums(plan)
    expect((await engine.client.runs.start({ plan: plan.id })).outcomes.written).toBe(2)
  })

  it('are not remembered as dealt with by mode append', async () => {
    const append: SyncChoices = { ...tag, mode: 'append', append: { recipe: 'fair', cursorColumn: null } }
    const plan = await planOf(engine, csv, append)
    await tick(plan, false, { row: 1 })
    await engine.client.runs.start({ plan: plan.id })
    expect((await planOf(engine, csv, append)).counts).toMatchObject({ create: 1 })
  })
})

describe('looking for rows of a plan', () => {
  const search = async (plan: PlanSummary, text: string, more: { kind?: RowKind; warned?: boolean } = {}) => {
    const query = { plan: plan.id, kind: more.kind ?? null, search: text, warned: more.warned ?? false }
    const rows = await plans().rows({ ...query, offset: 0, limit: 500 })
    expect(await plans().countRows(query)).toBe(rows.length)
    return rows.map(({ row }) => row)
  }

  it('finds addresses, reasons and values before and after, in any letters', async () => {
    const plan = await planOf(engine, csv, tag)
    expect(await search(plan, 'NEW1@')).toEqual([1])
    expect(await search(plan, 'åsa')).toEqual([1])
    expect(await search(plan, 'ASA')).toEqual([1])
    expect(await search(plan, 'lagos')).toEqual([3])
    expect(await search(plan, ' abuja ')).toEqual([3])
    expect(await search(plan, 'unsubscribed')).toEqual([4])
    expect(await search(plan, 'example.org', { kind: 'create' })).toEqual([1, 2])
    expect(await search(plan, 'first_name')).toEqual([])
    expect(await search(plan, 'no such text')).toEqual([])
    expect(await search(plan, "o' OR 1=1 --")).toEqual([])
    expect(await search(plan, '%')).toEqual([])
  })

  it('finds what was unticked, by its values and by the reason', async () => {
    const plan = await planOf(engine, csv, tag)
    await tick(plan, false, { row: 2 })
    expect(await search(plan, 'Unticked')).toEqual([2])
    expect(await search(plan, 'rome')).toEqual([2])
    expect(await search(plan, 'rome', { kind: 'left-out' })).toEqual([2])
  })

  it('goes on after the program was started again', async () => {
    const plan = await planOf(engine, csv, tag)
    await tick(plan, false, { row: 2 })
    await engine.close()
    engine = await startTestEngine({ practice, folder, connect: false })
    expect(await search(plan, 'rome')).toEqual([2])
    expect(await search(plan, 'ASA')).toEqual([1])
  })

  it('finds just the rows that go with a warning, as many as the summary says', async () => {
    const dated = ['Email,Birthday', 'a@example.org,31.12.1999', 'b@example.org,never', `${known},soon`].join(
      '\n',
    )
    const plan = await planOf(engine, dated, {
      ...tag,
      mapping: {
        fields: [
          {
            field: 'email' as FieldId,
            type: 'email',
            from: { column: 0 },
            transforms: [],
            write: 'always',
            blank: 'leave',
          },
          {
            field: (await cityField()) as FieldId,
            type: 'date',
            from: { column: 1 },
            transforms: [],
            write: 'always',
            blank: 'leave',
          },
        ],
        left: [],
        values: { defaultCountry: null, dateOrder: 'day-month', decimalMark: '.' },
      },
    })
    expect(plan.warningRows).toBe(2)
    expect(await search(plan, '', { warned: true })).toEqual([2, 3])
    const off = await tick(plan, false, { row: 2 })
    expect(off).toMatchObject({ warningRows: 1, firstWarning: { row: 3 } })
    expect(await search(plan, '', { warned: true })).toEqual([3])
    await checkSums(plan)
  })

  it('pages through what it finds', async () => {
    const many = ['Email', ...Array.from({ length: 60 }, (_, n) => `p${n}@example.org`)].join('\n')
    const plan = await planOf(engine, many, tag)
    const page = (offset: number) =>
      plans().rows({ plan: plan.id, kind: 'create', search: 'EXAMPLE', offset, limit: 25 })
    expect((await page(50)).map(({ row }) => row)).toEqual([51, 52, 53, 54, 55, 56, 57, 58, 59, 60])
  })
})
