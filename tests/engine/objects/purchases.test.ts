import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { arrangeSubscriber } from '../../../electron/practice/kit/arrange.ts'
import { startPractice, type RunningPractice } from '../../../electron/practice/startPractice.ts'
import { createMemoryVault } from '../../../electron/engine/store/vault.ts'
import { signedIn } from '../../support/signedIn.ts'
import { markSignedIn } from '../../support/signedInKit.ts'
import { startTestEngine, type TestEngine, testSpeed } from '../../support/testEngine.ts'
import { kindsOf, outcomesOf, planObjects, rowsOf, runObjects, runPlanned } from './objectHarness.ts'

let practice: RunningPractice
let engine: TestEngine
beforeEach(async () => {
  practice = await startPractice({ speed: testSpeed, lagMs: 0 })
  const vault = createMemoryVault()
  engine = await startTestEngine({ practice, ports: { vault } })
  markSignedIn(engine.folder)
  // Later than any of this lasts, so that nothing is renewed.
  const [account] = await engine.client.connections.list({})
  if (account) await vault.set(account.id, signedIn(practice.kit, Date.now()))
})
afterEach(async () => {
  await engine.close()
  await practice.close()
})

const state = () => practice.kit.state
const purchases = () => [...state().purchases.values()]
const posts = () =>
  practice.kit.requests.entries.filter(({ method, path }) => method === 'POST' && path === '/v4/purchases')
const insert = { type: 'purchases', op: 'insert' } as const

const orders = [
  'Order id,Email,Product,SKU,Quantity,Unit price,Currency,Total',
  'A-1,ann@example.org,Bread,b1,2,3.50,usd,12',
  'A-2,ben@example.org,Cake,c1,1,20,USD,20',
  'A-1,ann@example.org,Butter,b2,1,5,usd,12',
].join('\n')

describe('purchases from a file', () => {
  it('are one request for all rows of a transaction, wherever they are in the file', async () => {
    const plan = await planObjects(engine, orders, insert)
    expect(plan).toMatchObject({ counts: { create: 3 }, requests: 2, object: { one: 'purchase' } })
    const receipt = await runPlanned(engine, plan)
    expect(receipt).toMatchObject({ outcomes: { written: 3 }, requests: 2, addsUp: true })
    expect(posts()).toHaveLength(2)
    const made = purchases().filter(({ transactionId }) => transactionId.startsWith('A-'))
    expect(made).toMatchObject([
      {
        transactionId: 'A-1',
        currency: 'USD',
        emailAddress: 'ann@example.org',
        products: [
          { name: 'Bread', pid: 'b1', quantity: 2, unitPrice: 3.5 },
          { name: 'Butter', pid: 'b2', quantity: 1, unitPrice: 5 },
        ],
      },
      { transactionId: 'A-2', products: [{ name: 'Cake' }] },
    ])
    expect((await planObjects(engine, orders, insert)).counts).toMatchObject({ unchanged: 3, create: 0 })
  })

  it('go whole or not at all: one row that can’t be used keeps back the others of its transaction', async () => {
    const csv = [
      'Order id,Email,Product,Unit price,Total',
      'B-1,ann@example.org,Bread,3,8',
      'B-1,ann@example.org,Butter,five,8',
      'B-2,ben@example.org,Cake,20,20',
      'B-3,cem@example.org,Tea,4,9',
      'B-3,other@example.org,Jam,5,9',
    ].join('\n')
    const plan = await planObjects(engine, csv, insert)
    const rows = await rowsOf(engine, plan)
    expect(rows.map(({ kind }) => kind)).toEqual(['invalid', 'invalid', 'create', 'invalid', 'invalid'])
    expect(rows[0]?.reason).toMatch(/Row 2 is of the same purchase and can't be used/)
    expect(rows[4]?.reason).toMatch(/“Email” is not the same as in row 4/)
    expect((await runPlanned(engine, plan)).outcomes).toMatchObject({ written: 1, invalid: 4 })
    expect(posts()).toHaveLength(1)
  })

  it('are posted again where the transaction is there and differs, read back, and marked so', async () => {
    await runObjects(engine, orders, insert)
    const changed = orders.replace('Bread,b1,2,3.50', 'Bread,b1,3,3.50')
    const plan = await planObjects(engine, `${changed}\nA-9,eve@example.org,Tea,t,1,1,USD,1`, {
      type: 'purchases',
      op: 'update',
    })
    expect(await kindsOf(engine, plan)).toEqual(['update', 'unchanged', 'update', 'invalid'])
    expect((await rowsOf(engine, plan))[0]?.changes).toMatchObject([
      { before: { product_quantity: 2 }, after: { product_quantity: 3, product_name: 'Bread' } },
    ])
    const receipt = await runPlanned(engine, plan)
    expect(receipt.outcomes).toMatchObject({ written: 2, unchanged: 1, invalid: 1 })
    expect((await outcomesOf(engine, receipt))[0]?.reason).toMatch(
      /posted again\. Kit shows it as it was sent/,
    )
    const [first] = purchases().filter(({ transactionId }) => transactionId === 'A-1')
    expect(first?.products.map(({ quantity }) => quantity)).toEqual([3, 1])
    expect(purchases().filter(({ transactionId }) => transactionId === 'A-1')).toHaveLength(1)
  })

  it('hold back who left, since a purchase makes a subscriber', async () => {
    arrangeSubscriber(state(), { emailAddress: 'ann@example.org', state: 'cancelled' })
    const plan = await planObjects(engine, orders, insert)
    expect(await kindsOf(engine, plan)).toEqual(['held-back', 'create', 'held-back'])
    expect((await runPlanned(engine, plan)).outcomes).toMatchObject({ written: 1, 'held-back': 2 })
    expect(posts()).toHaveLength(1)
  })

  it('whose answer was lost are looked for, and not posted again', async () => {
    const plan = await planObjects(engine, orders, insert)
    practice.kit.faults.add({ kind: 'drop-after-commit', method: 'POST', path: '/v4/purchases', times: 1 })
    const receipt = await runPlanned(engine, plan)
    expect(receipt.outcomes).toMatchObject({ written: 3 })
    expect(posts()).toHaveLength(2)
    for (const address of ['ann@example.org', 'ben@example.org'])
      expect(practice.kit.tally.of(state().subscribers.byEmail(address)?.id ?? 0)).toMatchObject({
        purchases: 1,
        purchaseRepeats: 0,
      })
  })

  it('are listed with a line for each product', async () => {
    await runObjects(engine, orders, insert)
    const { objects } = await engine.client.objects.list({ connection: 'Bakery', type: 'purchases' })
    const lines = objects.filter(({ values }) => String(values['transaction_id' as never]).startsWith('A-'))
    expect(lines.map(({ values }) => values['product_name' as never])).toEqual(['Cake', 'Bread', 'Butter'])
    expect(new Set(lines.map(({ id }) => id)).size).toBe(2)
  })
})
