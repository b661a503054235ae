import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CheckView } from '../../../shared/contract/check.ts'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import type { ConnectionId, SourceId } from '../../../shared/model.ts'
import type { ObjectTarget } from '../../../shared/objectTypes.ts'
import { createMemoryVault } from '../../../electron/engine/store/vault.ts'
import { type RunningPractice, startPractice } from '../../../electron/practice/startPractice.ts'
import { signedIn } from '../../support/signedIn.ts'
import { markSignedIn } from '../../support/signedInKit.ts'
import { startTestEngine, suggestedMapping, type TestEngine, testSpeed } from '../../support/testEngine.ts'
import { planObjects, rowsOf } from '../objects/objectHarness.ts'

let practice: RunningPractice
let engine: TestEngine
beforeAll(async () => {
  practice = await startPractice({ speed: testSpeed, lagMs: 0 })
  const vault = createMemoryVault()
  engine = await startTestEngine({ practice, ports: { vault } })
  // Purchases can't be reached with a key.
  markSignedIn(engine.folder)
  const [account] = await engine.client.connections.list({})
  if (account) await vault.set(account.id, signedIn(practice.kit, Date.now()))
})
afterAll(async () => {
  await engine.close()
  await practice.close()
})

const connection = 'Bakery' as ConnectionId

async function checked(csv: string, object: ObjectTarget): Promise<{ source: SourceId; view: CheckView }> {
  const { client } = engine
  const { id: source } = await client.sources.stage({ file: engine.file('objects.csv', csv), overrides: {} })
  const suggestion = await client.objects.suggestMapping({ connection, source, ...object })
  const mapping = suggestedMapping(suggestion)
  return { source, view: await client.check.run({ source, connection, mapping, object }) }
}

async function planSourceAs(source: SourceId, object: ObjectTarget): Promise<PlanSummary> {
  const { client } = engine
  const mapping = suggestedMapping(await client.objects.suggestMapping({ connection, source, ...object }))
  const nothing = { audiences: [], importTag: null, consent: null, append: null }
  const rules = { mode: 'changed', duplicates: 'last', heldBack: 'skip' } as const
  return client.plans.make({ connection, source, mapping, object, ...nothing, ...rules })
}

async function problemsOf(source: SourceId) {
  const { rows } = await engine.client.check.rows({ source, show: 'problems', offset: 0, limit: 100 })
  return rows.map(({ row, problems }) => [row, ...problems.map(({ kind, column }) => `${kind} ${column}`)])
}

const purchases = [
  'Transaction id,Email,Currency,Product name,Product id,Unit price,Quantity,Transaction time',
  'T1,ann@example.org,EUR,Bread,b1,3.50,2,2026-01-02',
  'T2,bob(at)example.org,EUR,Bread,b1,3.50,1,2026-01-02',
  'T3,cy@example.org,euros,Bread,b1,3.50,1,2026-01-02',
  'T4,cy@example.org,EUR,Bread,b1,€ 3.50,1,2026-01-02',
  ',di@example.org,EUR,Bread,b1,3.50,0,',
  'T6,eve@gmial.com,EUR,,b1,3.50,1,yesterday',
].join('\n')

describe('a check of a file about', () => {
  it('purchases: types, needed values and what the service would refuse, cell for cell', async () => {
    const { source, view } = await checked(purchases, { type: 'purchases', op: 'insert' })
    expect(await problemsOf(source)).toEqual([
      [2, 'at-sign 1'],
      [3, 'not-accepted null'],
      [4, 'bad-number 5'],
      [5, 'missing-value 0'],
      [6, 'bad-date 7', 'misspelt-domain 1', 'missing-value 3'],
    ])
    expect(view).toMatchObject({ rows: 6, problemRows: 5 })
    await engine.client.check.fix({ source, fix: { how: 'suggested', kind: 'at-sign', column: 1 } })
    const after = await engine.client.check.fix({
      source,
      fix: { how: 'suggested', kind: 'bad-number', column: 5 },
    })
    expect(after.groups.map(({ kind }) => kind)).not.toContain('at-sign')
    const [second, , fourth] = await engine.client.sources.rows({ source, from: 2, limit: 3 })
    expect([second?.cells[1], fourth?.cells[5]]).toEqual(['bob@example.org', '3.50'])
  })

  it.each<[string, ObjectTarget, string]>([
    ['tags', { type: 'tags', op: 'insert' }, 'Tag,Note\nWorkshop,1\n,2\nVIP guests,3'],
    ['custom fields', { type: 'customFields', op: 'insert' }, 'Label,Note\nShoe size,1\n,2\nHat size,3'],
    [
      'broadcasts',
      { type: 'broadcasts', op: 'insert' },
      'Subject,Description,Public,Recipient tag ids\nHello,,yes,\n,,no,\nNews,,,VIP\nOther,,perhaps,',
    ],
    [
      'webhooks',
      { type: 'webhooks', op: 'insert' },
      'target_url,event\nhttps://example.com/a,subscriber.subscriber_activate\nftp://example.com,subscriber.subscriber_activate\nhttps://example.com/b,\nhttps://example.com/c,subscriber.nothing',
    ],
    [
      'who gets a tag',
      { type: 'tagSubscriptions', op: 'insert' },
      'Email,Tag\nbob(at)example.org,VIP\n,VIP\nann@example.org,',
    ],
  ])('%s: the rows that can’t go are those that its plan says are invalid', async (_, object, csv) => {
    const { source, view } = await checked(csv, object)
    const { rows } = await engine.client.check.rows({ source, show: 'problems', offset: 0, limit: 100 })
    const stopped = rows.filter(({ problems }) => problems.some(({ weight }) => weight === 'row'))
    const plan = await rowsOf(engine, await planObjects(engine, csv, object))
    const invalid = plan.filter(({ kind, reason }) => kind === 'invalid' && !isOfAccount(reason))
    expect(invalid.length).toBeGreaterThan(0)
    expect(stopped.map(({ row }) => row)).toEqual(invalid.map(({ row }) => row))
    expect(view.problemRows).toBe(rows.length)
  })

  it('what is changed or deleted: rows that name nothing, or nothing new', async () => {
    const renamed = await checked('Tag id,New name\n12,Bread\n13,\n,', { type: 'tags', op: 'update' })
    expect(await problemsOf(renamed.source)).toEqual([[2, 'missing-value 1']])
    const gone = await checked('Field id,Note\n12,x\n,y', { type: 'customFields', op: 'delete' })
    expect(await problemsOf(gone.source)).toEqual([[2, 'nothing-named null']])
  })

  it('tags: what was fixed in all rows alike is done to the next file of the saved sync', async () => {
    const { client } = engine
    const object = { type: 'tags', op: 'insert' } as const
    const { source } = await checked('Tag,Note\nWorkshop,1\n,2\n', object)
    await client.check.fix({ source, fix: { how: 'skip', kind: 'missing-value', column: 0 } })
    const plan = await planSourceAs(source, object)
    const saved = await client.recipes.save({
      name: 'Tags',
      spec: await client.plans.spec({ plan: plan.id }),
    })
    const next = engine.file('next.csv', 'Note,Tag\n1,Bread\n2,\n3,\n')
    const { spec, cleaned } = await client.recipes.prepare({ recipe: saved.id, file: next })
    expect(cleaned.map(({ words }) => words)).toEqual(['Skipped 2 rows: needed value missing of “Tag”'])
    expect((await client.plans.make(spec)).counts).toMatchObject({ create: 1, 'left-out': 2, invalid: 0 })
  })

  it('anything else has no rows of one person, and is refused where that can’t be done', async () => {
    const { source } = await checked('Tag\nWorkshop', { type: 'tags', op: 'insert' })
    const wish = { source, rule: 'last', offset: 0, limit: 10 } as const
    await expect(engine.client.check.duplicates(wish)).rejects.toThrow(/files about people/)
    await expect(checked('Email\na@example.org', { type: 'segments', op: 'insert' })).rejects.toThrow(
      /can only be read|have no insert/,
    )
  })
})

/** Only the account knows it. */
function isOfAccount(reason: string | null): boolean {
  return /account has no|Nobody in the account/.test(reason ?? '')
}
