import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Receipt } from '../../../shared/contract/runs.ts'
import type { RunId } from '../../../shared/model.ts'
import { planOf, startTestEngine, type SyncChoices, type TestEngine } from '../../support/testEngine.ts'

const tag: SyncChoices = { audiences: [{ kind: 'tag', name: 'Never used' }] }

let engine: TestEngine
beforeEach(async () => {
  engine = await startTestEngine()
})
afterEach(() => engine.close())

const runs = () => engine.client.runs
const run = async (csv: string, choices = tag, name = 'booth.csv'): Promise<Receipt> =>
  runs().start({ plan: (await planOf(engine, csv, choices, name)).id })
const person = (email: string) => engine.practice.kit.state.subscribers.byEmail(email)
const fix = (of: RunId, row: number, ...cells: string[]) => runs().fix({ run: of, rows: [{ row, cells }] })

describe('correcting rows that did not get through', () => {
  it('plans only those rows, by the rules of their run, and sends nothing yet', async () => {
    const first = await run('Title above\nEmail,First name,Email\nann@example.org,Ann,\n"bob ""at"" x",Bob,b')
    expect(first.outcomes.invalid).toBe(1)
    const plan = await fix(first.id, 2, 'bob@example.org', 'Bob, "the\nbaker"', '')
    expect(plan).toMatchObject({
      counts: { create: 1, invalid: 0 },
      changes: { creates: 1, joins: 1 },
      source: { rows: 1, name: `booth, corrected after run ${first.id}.csv` },
      audiences: [{ name: 'Never used' }],
      mode: 'changed',
    })
    expect(person('bob@example.org')).toBeUndefined()
    const second = await runs().start({ plan: plan.id })
    expect(second.outcomes.written).toBe(1)
    expect(person('bob@example.org')?.firstName).toBe('Bob, "the\nbaker"')
  })

  it('checks them like any file: what is still wrong is invalid again, and can be corrected again', async () => {
    const first = await run('Email,First name\nann@example.org,Ann\nbob,Bob')
    const still = await fix(first.id, 2, 'bob@', 'Bob')
    expect(still.counts.invalid).toBe(1)
    const second = await runs().start({ plan: still.id })
    const plan = await fix(second.id, 1, 'bob@example.org', 'Bob')
    expect(plan.counts.create).toBe(1)
  })

  it('keeps what was typed, for the next window and after a restart, until it is sent or taken back', async () => {
    const { id } = await run('Email,First name\nann@example.org,Ann\nbob,Bob\ncid,Cid')
    const typed = [
      { row: 2, cells: ['bob@example.org', 'Bob'] },
      { row: 3, cells: ['cid@example.org', 'Cid'] },
    ]
    expect(await runs().correct({ run: id, rows: typed })).toEqual(typed)
    expect(engine.pushes.at(-1)).toEqual({ name: 'changed', payload: { what: 'runs' } })
    expect(await runs().correct({ run: id, rows: [{ row: 2, cells: null }] })).toEqual([typed[1]])
    expect(await runs().corrections({ run: id })).toEqual([typed[1]])
    await expect(runs().correct({ run: id, rows: [{ row: 1, cells: [] }] })).rejects.toThrow(/Row 1 needs no/)
    await expect(runs().corrections({ run: 99 as RunId })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('forgets what was typed with the person, also where another row names them', async () => {
    const { id } = await run('Email,First name\nann@example.org,Ann\nbob,Bob\ncid,Cid')
    await runs().correct({
      run: id,
      rows: [
        { row: 2, cells: ['bob@example.org', 'Bob'] },
        { row: 3, cells: ['cid@example.org', 'friend of bob@example.org'] },
      ],
    })
    await engine.client.settings.forgetPerson({ email: 'bob@example.org' })
    expect(JSON.stringify(await runs().corrections({ run: id }))).not.toContain('bob@')
  })

  it('works for a file without a header', async () => {
    const people = Array.from({ length: 20 }, (_, i) => `p${i}@example.org,Oslo`)
    const first = await run([...people, 'bob,Bergen'].join('\n'))
    expect(first.outcomes).toMatchObject({ written: 20, invalid: 1 })
    const plan = await fix(first.id, 21, 'bob@example.org')
    expect(plan.counts.create).toBe(1)
  })

  it('refuses a row that got through, one that is not there, and one given twice', async () => {
    const { id } = await run('Email\nann@example.org\nbob')
    await expect(fix(id, 1, 'other@example.org')).rejects.toThrow(/Row 1 needs no correction: it is written/)
    await expect(fix(id, 3, 'x@example.org')).rejects.toThrow(/no row 3/)
    const twice = [1, 2].map(() => ({ row: 2, cells: ['bob@example.org'] }))
    await expect(runs().fix({ run: id, rows: twice })).rejects.toThrow(/corrected twice/)
  })

  it('refuses a row that its run may still send as it was', async () => {
    engine.practice.kit.faults.add({ kind: 'key-revoked', path: '/v4/subscribers', method: 'POST' })
    const { id, status } = await run('Email\nann@example.org')
    expect(status).toBe('stopped')
    await expect(fix(id, 1, 'anna@example.org')).rejects.toThrow(/may still be sent by run/)
    await runs().cancel({ run: id })
    engine.practice.kit.faults.clear()
    expect((await fix(id, 1, 'anna@example.org')).counts.create).toBe(1)
  })
})

describe('correcting rows in mode append', () => {
  const byDate: SyncChoices = { mode: 'append', append: { recipe: 'booth', cursorColumn: 1 } }
  const append = (rows: string[]) => run(['Email,Signed up', ...rows].join('\n'), byDate)

  it('moves the bookmark past a corrected row, so that later files leave out what was dealt with', async () => {
    const first = await append(['bob,2026-01-01', 'ann@example.org,2026-01-05'])
    expect(first.outcomes).toMatchObject({ invalid: 1, written: 1 })
    // The row that failed holds the bookmark back: someone who comes late at its date is not skipped.
    const plan = await fix(first.id, 1, 'bob@example.org', '2026-01-01')
    expect((await runs().start({ plan: plan.id })).outcomes.written).toBe(1)
    const next = await append(['late@example.org,2026-01-03', 'new@example.org,2026-01-06'])
    expect(next.outcomes).toMatchObject({ 'left-out': 1, written: 1 })
  })

  it('still holds it back while the correction is wrong, and never confuses it with another row', async () => {
    const first = await append(['zoe@example.org,2026-01-02', 'bob,2026-01-01', 'ann@example.org,2026-01-05'])
    const plan = await fix(first.id, 2, 'bob@', '2026-01-01')
    await runs().start({ plan: plan.id })
    const next = await append(['late@example.org,2026-01-03', 'zoe@example.org,2026-01-02'])
    expect(next.outcomes).toMatchObject({ written: 1, 'left-out': 1 })
  })
})
