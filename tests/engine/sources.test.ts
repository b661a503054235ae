import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FieldId, Mapping } from '../../shared/model.ts'
import { type RunningPractice, startPractice } from '../../electron/practice/startPractice.ts'
import { createManualClock } from '../support/manualClock.ts'
import { planOf, startTestEngine, type TestEngine, testSpeed } from '../support/testEngine.ts'

let practice: RunningPractice
let folder: string
let engine: TestEngine
const clock = createManualClock()
const start = () => startTestEngine({ practice, folder, clock })
beforeEach(async () => {
  practice = await startPractice({ speed: testSpeed, lagMs: 0 })
  folder = mkdtempSync(join(tmpdir(), 'listferry-sources-'))
  engine = await start()
})
afterEach(async () => {
  await engine.close()
  await practice.close()
  rmSync(folder, { recursive: true, force: true })
})

const sources = () => engine.client.sources
const stage = (name: string, content: string) =>
  sources().stage({ file: engine.file(name, content), overrides: {} })
const day = 24 * 60 * 60_000
/** As if the program were started again some days later. */
async function daysLater(days: number): Promise<void> {
  await engine.close()
  clock.setNow(clock.now() + days * day)
  engine = await start()
}

describe('a table pasted from a spreadsheet', () => {
  it('becomes a file that only the user can read, and is read like any other', async () => {
    const opened = await sources().paste({
      text: 'Email\tName\nann@example.org\t"Ann\nLee"\n',
      name: 'Fair: day 1/2',
    })
    expect(opened).toMatchObject({ name: 'Fair day 1 2.tsv', sizeBytes: 37 })
    expect(statSync(join(folder, 'pasted', opened.name)).mode & 0o777).toBe(0o600)
    expect(statSync(join(folder, 'pasted')).mode & 0o777).toBe(0o700)
    const info = await sources().stage({ file: opened.file, overrides: {} })
    expect(info).toMatchObject({ name: 'Fair day 1 2.tsv', rows: 1 })
    const [row] = await sources().rows({ source: info.id, from: 1, limit: 10 })
    expect(row?.cells).toEqual(['ann@example.org', 'Ann\nLee'])
  })

  it('may be CSV as well, and gets a name of its own each time', async () => {
    const names = []
    for (const text of ['Email,Name\na@example.org,Ä', 'Email,Name\nb@example.org,B'])
      names.push((await sources().paste({ text })).name)
    expect(names[0]).toMatch(/^Pasted \d{4}-\d\d-\d\d \d\d\.\d\d\.csv$/)
    expect(names[1]).toBe(names[0]?.replace('.csv', ' (2).csv'))
    expect(readFileSync(join(folder, 'pasted', names[0] ?? ''), 'utf8')).toContain('Ä')
  })

  it.each(['../../evil', '..', 'a\u0000b\nc', 'x'.repeat(200), 'people.csv'])(
    'called %j stays inside its folder',
    async (name) => {
      await sources().paste({ text: 'Email\na@example.org', name })
      const [file = ''] = readdirSync(join(folder, 'pasted'))
      expect(readdirSync(join(folder, 'pasted'))).toHaveLength(1)
      expect(file).toMatch(/^[^./\\\p{C}][^/\\\p{C}]*\.csv$/u)
      expect(file.length).toBeLessThan(70)
    },
  )

  it('may be the people of a mail, as the mail program copies them', async () => {
    const text = 'Ann Lee <ann@example.org>; Roe, Bo <bo@example.org>; cy@example.org'
    const { file } = await sources().paste({ text })
    const info = await sources().stage({ file, overrides: {} })
    expect(info.columns.map(({ name }) => name)).toEqual(['Email', 'Name'])
    const rows = await sources().rows({ source: info.id, from: 1, limit: 10 })
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['ann@example.org', 'Ann Lee'],
      ['bo@example.org', 'Roe, Bo'],
      ['cy@example.org', ''],
    ])
  })

  it('of nothing but blanks is refused in words', async () => {
    await expect(sources().paste({ text: ' \t\n ' })).rejects.toThrow(/nothing in what was pasted/)
  })
})

describe('recent files', () => {
  it('are listed newest first, each once, and say which are gone', async () => {
    await stage('first.csv', 'Email\na@example.org')
    clock.setNow(clock.now() + 1000)
    await stage('second.csv', 'Email\nb@example.org')
    clock.setNow(clock.now() + 1000)
    const again = await stage('first.csv', 'Email\na@example.org\nc@example.org')
    rmSync(engine.path('second.csv'))
    const recent = await sources().recent({})
    expect(recent.map(({ name, rows, present }) => [name, rows, present])).toEqual([
      ['first.csv', 2, true],
      ['second.csv', 1, false],
    ])
    expect(recent[0]?.source).toBe(again.id)
  })

  it('are the newest thirty', async () => {
    for (let n = 1; n <= 32; n += 1) {
      clock.setNow(clock.now() + 1000)
      await stage(`list ${n}.csv`, 'Email\na@example.org')
    }
    const recent = await sources().recent({})
    expect(recent).toHaveLength(30)
    expect(recent.at(0)?.name).toBe('list 32.csv')
    expect(recent.at(-1)?.name).toBe('list 3.csv')
  })

  it('are opened again as they are now', async () => {
    const { id } = await stage('people.csv', 'Email\na@example.org')
    engine.file('people.csv', 'Email\na@example.org\nb@example.org')
    const { file, name } = await sources().reopen({ source: id })
    expect(name).toBe('people.csv')
    expect((await sources().preview({ file, overrides: {} })).rows).toHaveLength(2)
  })

  it('that are gone are refused by name', async () => {
    const { id } = await stage('people.csv', 'Email\na@example.org')
    rmSync(engine.path('people.csv'))
    await expect(sources().reopen({ source: id })).rejects.toThrow(/“people.csv” is not there any more/)
  })

  it('are still known when their staged rows are forgotten', async () => {
    const { id } = await stage('people.csv', 'Email\na@example.org')
    const staged = join(folder, 'sources', `${id}.sqlite`)
    expect(existsSync(staged)).toBe(true)
    await daysLater(2)
    expect(existsSync(staged)).toBe(false)
    expect((await sources().recent({})).map(({ name }) => name)).toEqual(['people.csv'])
    await expect(sources().rows({ source: id, from: 1, limit: 1 })).rejects.toThrow(/Import it again/)
    const { file } = await sources().reopen({ source: id })
    expect((await sources().stage({ file, overrides: {} })).rows).toBe(1)
  })

  it('of runs keep their staged rows', async () => {
    const plan = await planOf(engine, 'Email\na@example.org')
    await engine.client.runs.start({ plan: plan.id })
    await daysLater(2)
    expect(await sources().rows({ source: plan.source.id, from: 1, limit: 1 })).toHaveLength(1)
  })

  it('that were pasted are kept for as long as they are listed', async () => {
    const { file, name } = await sources().paste({ text: 'Email\na@example.org', name: 'kept' })
    await sources().stage({ file, overrides: {} })
    const unused = await sources().paste({ text: 'Email\nb@example.org', name: 'never staged' })
    const longAgo = new Date(clock.now() - 10 * day)
    for (const one of [name, unused.name]) utimesSync(join(folder, 'pasted', one), longAgo, longAgo)
    await daysLater(2)
    expect(readdirSync(join(folder, 'pasted'))).toEqual(['kept.csv'])
    expect((await sources().recent({})).at(0)).toMatchObject({ name: 'kept.csv', present: true })
  })

  it('that a browser handed over are kept for as long, and others for a day', async () => {
    const uploaded = (name: string) => {
      mkdirSync(join(folder, 'uploads', name), { recursive: true })
      return engine.file(join('uploads', name, `${name}.csv`), `Email\n${name}@example.org`)
    }
    await sources().stage({ file: uploaded('kept'), overrides: {} })
    uploaded('never-staged')
    uploaded('just-come')
    const setTime = (name: string, time: Date) =>
      utimesSync(join(folder, 'uploads', name, `${name}.csv`), time, time)
    for (const name of ['kept', 'never-staged']) setTime(name, new Date(clock.now() - 10 * day))
    setTime('just-come', new Date(clock.now() + 2 * day))
    await daysLater(2)
    expect(readdirSync(join(folder, 'uploads'), { recursive: true }).sort()).toEqual([
      'just-come',
      join('just-come', 'just-come.csv'),
      'kept',
      join('kept', 'kept.csv'),
    ])
  })
})

describe('the samples that come with the program', () => {
  it('are named with a word on what they show, and open like a file', async () => {
    const samples = await sources().samples({})
    expect(samples.map(({ name }) => name)).toEqual(['booth-signups.csv', 'webinar-export.csv'])
    for (const { name, words } of samples) {
      expect(words.length).toBeGreaterThan(20)
      const { file } = await sources().openSample({ name })
      expect((await sources().preview({ file, overrides: {} })).rows.length).toBeGreaterThan(20)
    }
  })

  it('are no way to any other file', async () => {
    await expect(sources().openSample({ name: '../package.json' })).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

describe('staged rows', () => {
  it('are read from any place, with what is known of the file', async () => {
    const lines = Array.from({ length: 1200 }, (_, n) => `p${n + 1}@example.org,P${n + 1}`)
    const { id } = await stage('many.csv', ['Email,Name', ...lines].join('\n'))
    expect(await sources().get({ source: id })).toMatchObject({ id, name: 'many.csv', rows: 1200 })
    const rows = await sources().rows({ source: id, from: 1100, limit: 500 })
    expect(rows).toHaveLength(101)
    expect(rows[0]).toEqual({ row: 1100, cells: ['p1100@example.org', 'P1100'] })
    expect(await sources().rows({ source: id, from: 1201, limit: 5 })).toEqual([])
  })

  it('of a file that is not known are refused in words', async () => {
    await expect(sources().get({ source: 'nothing' })).rejects.toThrow(/Import it again/)
  })

  it('tell other windows that there is one more', async () => {
    await stage('people.csv', 'Email\na@example.org')
    expect(engine.pushes).toContainEqual({ name: 'changed', payload: { what: 'sources' } })
  })
})

describe('trying a mapping out', () => {
  const mapping: Mapping = {
    fields: [
      {
        field: 'email' as FieldId,
        type: 'email',
        from: { column: 0 },
        transforms: ['trim'],
        write: 'always',
        blank: 'leave',
      },
      {
        field: 'first_name' as FieldId,
        type: 'text',
        from: { template: [{ column: 1 }, { text: ' ' }, { column: 2 }] },
        transforms: [],
        write: 'always',
        blank: 'clear',
      },
    ],
    left: [{ column: 3, leftWhen: 'yes' }],
    values: { defaultCountry: null, dateOrder: 'day-month', decimalMark: '.' },
  }

  it('shows values, problems and who would be held back, row by row, and keeps nothing', async () => {
    const csv = 'Email,First,Last,Left\n a@example.org ,Ann,Lee,no\nb@example.org,,,yes\nnobody,C,,\n'
    const { id } = await stage('people.csv', csv)
    const tried = await sources().tryMapping({ source: id, mapping, from: 1, limit: 100 })
    expect(tried.map(({ row, values, left }) => ({ row, values, left }))).toEqual([
      { row: 1, values: { email: 'a@example.org', first_name: 'Ann Lee' }, left: null },
      {
        row: 2,
        values: { email: 'b@example.org', first_name: null },
        left: expect.stringContaining('yes') as string,
      },
      { row: 3, values: { first_name: 'C' }, left: null },
    ])
    expect(tried[0]?.cells).toEqual([' a@example.org ', 'Ann', 'Lee', 'no'])
    expect(tried[2]?.problems).toMatchObject([{ kind: 'invalid-email', row: 3 }])
  })

  it('refuses a column that the file does not have', async () => {
    const { id } = await stage('short.csv', 'Email\na@example.org')
    await expect(sources().tryMapping({ source: id, mapping, from: 1, limit: 1 })).rejects.toThrow(
      /column 2, but the file has 1/,
    )
  })
})
