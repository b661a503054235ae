import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CheckGroup, CheckView } from '../../../shared/contract/check.ts'
import type { SourceId } from '../../../shared/model.ts'
import { planSource, startTestEngine, suggestedMapping, type TestEngine } from '../../support/testEngine.ts'

const csv = [
  'Email,First name,Phone',
  'ann@gmial.com,Ann,+1 415 555 0000',
  'bob@example.org,Bob,',
  'eve(at)example.org,Eve,',
  'kim@example.org.,Kim,',
  'lea@example.org; lea@example.com,Lea,',
  'ｍａｘ＠example.org,Max,',
  'nobody,Nobody,',
  ',Empty,',
  'zoe@hotmial.com,Zoë,',
  'short@example.org',
].join('\n')

describe('a check of a whole file', () => {
  let engine: TestEngine
  beforeAll(async () => {
    engine = await startTestEngine()
  })
  afterAll(() => engine.close())

  async function checked(text: string): Promise<{ source: SourceId; view: CheckView }> {
    const { client } = engine
    const { id: source } = await client.sources.stage({
      file: engine.file('people.csv', text),
      overrides: {},
    })
    return { source, view: await checkAgain(source) }
  }
  async function checkAgain(source: SourceId): Promise<CheckView> {
    const suggestion = await engine.client.sources.suggestMapping({ source, connection: 'Bakery' })
    return engine.client.check.run({ source, connection: 'Bakery', mapping: suggestedMapping(suggestion) })
  }
  const inShort = (groups: readonly CheckGroup[]) =>
    groups.map(({ kind, column, rows, fixable }) => [kind, column, rows, fixable])
  const numbers = async (source: SourceId, query: object) =>
    (await engine.client.check.rows({ source, offset: 0, limit: 100, ...query })).rows.map(({ row }) => row)

  it('groups problems by kind and column, and knows what most cells should be', async () => {
    const { source, view } = await checked(csv)
    expect(inShort(view.groups).sort()).toEqual(
      [
        ['at-sign', 0, 1, 1],
        ['bad-email', 0, 1, 0],
        ['dot-at-end', 0, 1, 1],
        ['full-width', 0, 1, 1],
        ['misspelt-domain', 0, 2, 2],
        ['no-email', 0, 1, 0],
        ['too-few-cells', null, 1, 0],
        ['two-addresses', 0, 1, 1],
      ].sort(),
    )
    const { rows } = await engine.client.check.rows({ source, show: 'problems', offset: 0, limit: 100 })
    expect(rows.map(({ row, problems }) => [row, problems[0]?.fix])).toEqual([
      [1, 'ann@gmail.com'],
      [3, 'eve@example.org'],
      [4, 'kim@example.org'],
      [5, 'lea@example.org'],
      [6, 'max@example.org'],
      [7, null],
      [8, null],
      [9, 'zoe@hotmail.com'],
      [10, null],
    ])
  })

  it('fixes all alike after a preview, but for what was refused, and takes it back', async () => {
    const { source } = await checked(csv)
    const { client } = engine
    const fix = { how: 'suggested', kind: 'misspelt-domain', column: 0 } as const
    expect(await client.check.previewFix({ source, fix, offset: 0, limit: 10 })).toEqual({
      count: 2,
      cells: [
        { row: 1, before: 'ann@gmial.com', after: 'ann@gmail.com' },
        { row: 9, before: 'zoe@hotmial.com', after: 'zoe@hotmail.com' },
      ],
    })
    const after = await client.check.fix({ source, fix, except: [1] })
    expect(after.groups).toContainEqual({
      kind: 'misspelt-domain',
      column: 0,
      weight: 'look',
      rows: 1,
      fixable: 1,
    })
    expect(await client.edits.list({ source })).toMatchObject([
      { number: 1, words: 'Fixed 1 cell of “Email”: misspelt domain', cells: 1 },
    ])
    await client.check.fix({ source, fix: { how: 'skip', kind: 'bad-email', column: 0 } })
    expect(await numbers(source, { show: 'skipped' })).toEqual([7])
    expect(await numbers(source, { show: 'edited' })).toEqual([9])
    await client.edits.goTo({ source, edit: 0 })
    const back = await client.check.view({ source })
    expect(back).toMatchObject({ skippedRows: 0, editedRows: 0, problemRows: 9, revision: '' })
    expect(await checkAgain(source)).toMatchObject({ groups: back.groups, revision: '' })
  })

  it('no longer shows what came damaged once its cell is put right, and shows it again when that is undone', async () => {
    const text = 'Email,Note,City\na@example.org,"An\0n",Oslo\nb@example.org,"say "hi"",#N/A\nc@example.org\n'
    const { source, view } = await checked(text)
    const { client } = engine
    const kinds = async () => (await client.check.view({ source })).groups.map(({ kind }) => kind).sort()
    const all = ['broken-quotes', 'damaged-text', 'error-cell', 'too-few-cells']
    expect(inShort(view.groups)).toContainEqual(['damaged-text', 1, 1, 1])
    expect(await kinds()).toEqual(all)
    await client.check.fix({ source, fix: { how: 'suggested', kind: 'damaged-text', column: 1 } })
    const cells = [
      { row: 2, column: 1, to: 'say hi' },
      { row: 2, column: 2, to: 'Rome' },
      { row: 3, column: 2, to: 'Bergen' },
    ]
    await client.edits.cells({ source, cells })
    expect(await kinds()).toEqual([])
    expect((await checkAgain(source)).groups).toEqual([])
    expect((await client.sources.rows({ source, from: 1, limit: 1 }))[0]?.cells[1]).toBe('Ann')
    await client.edits.goTo({ source, edit: 0 })
    expect(await kinds()).toEqual(all)
    await client.edits.goTo({ source, edit: 1 })
    expect((await checkAgain(source)).groups.map(({ kind }) => kind).sort()).toEqual(
      all.filter((kind) => kind !== 'damaged-text'),
    )
  })

  it('changes every cell that says the same', async () => {
    const { source } = await checked(
      'Email,City\na@example.org,oslo\nb@example.org,Bergen\nc@example.org,oslo\n',
    )
    const fix = { how: 'same', column: 1, from: 'oslo', to: 'Oslo' } as const
    expect(await engine.client.check.previewFix({ source, fix, offset: 0, limit: 1 })).toMatchObject({
      count: 2,
    })
    await engine.client.check.fix({ source, fix })
    const rows = await engine.client.sources.rows({ source, from: 1, limit: 5 })
    expect(rows.map(({ cells }) => cells[1])).toEqual(['Oslo', 'Bergen', 'Oslo'])
  })

  it('searches without regard to case and accents, and sorts with blanks last', async () => {
    const { source, view } = await checked(csv)
    const { revision } = view
    expect(await numbers(source, { search: 'ZOE' })).toEqual([9])
    expect(await numbers(source, { search: 'example.org', show: 'problems' })).toEqual([3, 4, 5, 6, 10])
    const sort = { column: 1, falling: false, revision }
    expect(await numbers(source, { sort })).toEqual([1, 2, 8, 3, 4, 5, 6, 7, 9, 10])
    const falling = { column: 1, falling: true, revision }
    expect(await numbers(source, { sort: falling, search: 'example.org' })).toEqual([6, 5, 4, 3, 2, 10])
    expect(await engine.client.check.count({ source, search: 'example.org' })).toBe(6)
  })

  it('shows rows of one person as groups, and what each rule makes of them', async () => {
    const text = [
      'Email,First name,Last name',
      'Ann@example.org,Ann,Lee',
      'bob@example.org,Bob,',
      'ann@example.org,Anna,',
      'ann+shop@example.org,,Lee-Ray',
    ].join('\n')
    const { source } = await checked(text)
    const groups = (choice: Partial<Parameters<typeof engine.client.check.duplicates>[0]>) =>
      engine.client.check.duplicates({ source, rule: 'last', offset: 0, limit: 10, ...choice })
    expect(await groups({})).toMatchObject({ count: 1, rows: 1, groups: [{ counts: 3 }] })
    expect(await groups({ rule: 'most-complete' })).toMatchObject({ groups: [{ counts: 1 }] })
    expect(await groups({ rule: 'merge' })).toMatchObject({
      groups: [{ counts: 3, result: ['ann@example.org', 'Anna', 'Lee'] }],
    })
    const loose = await groups({ rule: 'merge', sameAddress: ['plus-tag'] })
    expect(loose).toMatchObject({
      rows: 2,
      groups: [{ counts: 4, result: ['ann+shop@example.org', 'Anna', 'Lee-Ray'] }],
    })
    // A plan says the same.
    const plan = await planSource(engine, source, { duplicates: 'merge', sameAddress: ['plus-tag'] })
    const rows = await engine.client.plans.rows({ plan: plan.id, kind: null, offset: 0, limit: 10 })
    expect(rows.map(({ kind }) => kind)).toEqual(['duplicate', 'create', 'duplicate', 'create'])
    expect(rows[2]?.reason).toBe(
      'the same address, as you compare them, is in row 4, which counts as the last one, its blanks filled from the others',
    )
    expect(JSON.stringify(rows[3]?.changes)).toContain('Anna')
  })

  it('exports what is left, which spreadsheets do not run and which comes back as it was', async () => {
    const text =
      'Email,Note\na@example.org,=HYPERLINK(1)\nb@example.org,+47 20 12 34 56\nc@example.org,"@x, -y"\n'
    const { source } = await checked(text)
    const { client } = engine
    await client.edits.cells({ source, cells: [{ row: 3, column: 1, to: '-1+2' }] })
    await client.edits.skip({ source, rows: [1], skip: true })
    const written = engine.exported(await client.exports.cleaned({ source }))
    expect(written).not.toMatch(/(?:^|[,"\n])[=+@-]/)
    const again = await client.sources.stage({ file: engine.file('again.csv', written), overrides: {} })
    expect(await client.sources.rows({ source: again.id, from: 1, limit: 5 })).toEqual([
      { row: 1, cells: ['b@example.org', '+47 20 12 34 56'] },
      { row: 2, cells: ['c@example.org', '-1+2'] },
    ])
  })
})
