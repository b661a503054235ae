import { describe, expect, it } from 'vitest'
import type { TestPractice } from '../harness.ts'
import { errorsOf, pageOf, personIn, startTestPractice } from '../harness.ts'
import { bearer, signIn } from './oauth/oauthHarness.ts'

const product = { name: 'Rye', pid: 'rye', lid: 'line-1', quantity: 2, unit_price: 4.5 }
const purchase = {
  email_address: 'ada.okafor@example.com',
  transaction_id: 't-1',
  currency: 'eur',
  subtotal: 9,
  tax: 0.63,
  total: '9.63',
  transaction_time: '2026-11-19T08:00:00Z',
  products: [product],
}

async function startShop() {
  const practice = await startTestPractice()
  const headers = bearer((await signIn(practice)).access_token)
  const call = (method: string, path: string, body?: unknown) => practice.call(method, path, body, headers)
  return { ...practice, call }
}

function purchaseOf(answer: Awaited<ReturnType<TestPractice['call']>>) {
  return (answer.json as { purchase: { id: number; subscriber_id: number } }).purchase
}

describe('purchases of the practice Kit', () => {
  it('are created wrapped or bare, and shown alike', async () => {
    const shop = await startShop()
    const wrapped = await shop.call('POST', '/v4/purchases', { purchase })
    const bare = await shop.call('POST', '/v4/purchases', { ...purchase, transaction_id: 't-2' })
    expect([wrapped.status, bare.status]).toEqual([201, 201])
    expect(purchaseOf(wrapped)).toEqual({
      id: expect.any(Number) as unknown,
      transaction_id: 't-1',
      subscriber_id: personIn(shop, 'ada.okafor@example.com').id,
      status: 'paid',
      email_address: 'ada.okafor@example.com',
      currency: 'EUR',
      transaction_time: '2026-11-19T08:00:00Z',
      subtotal: 9,
      discount: 0,
      tax: 0.63,
      total: 9.63,
      source: 'api',
      products: [{ quantity: 2, lid: 'line-1', unit_price: 4.5, sku: null, name: 'Rye', pid: 'rye' }],
    })
    const shown = await shop.call('GET', `/v4/purchases/${purchaseOf(wrapped).id}`)
    expect(shown.json).toEqual(wrapped.json)
    expect((await shop.call('GET', '/v4/purchases/1')).status).toBe(404)
  })

  it('bring in somebody new, active and with their name', async () => {
    const shop = await startShop()
    await shop.call('POST', '/v4/purchases', {
      ...purchase,
      email_address: 'New@example.com',
      first_name: 'Noor',
    })
    expect(personIn(shop, 'new@example.com')).toMatchObject({ state: 'active', firstName: 'Noor' })
  })

  it('are the same purchase when the transaction comes again, with what is sent now', async () => {
    const shop = await startShop()
    const first = purchaseOf(await shop.call('POST', '/v4/purchases', purchase))
    const again = await shop.call('POST', '/v4/purchases', { ...purchase, total: 1 })
    expect(again.json).toMatchObject({ purchase: { id: first.id, total: 1 } })
    expect(shop.kit.tally.of(first.subscriber_id)).toMatchObject({ purchases: 1, purchaseRepeats: 1 })
  })

  it('are listed by pages, newest first', async () => {
    const shop = await startShop()
    const page = await shop.call('GET', '/v4/purchases?per_page=2&include_total_count=true')
    const ids = (page.json as { purchases: { id: number }[] }).purchases.map(({ id }) => id)
    expect(ids).toEqual([...ids].sort((a, b) => b - a))
    expect(pageOf(page)).toMatchObject({ total_count: 3, has_next_page: true })
  })

  it.each([
    ['no transaction', { transaction_id: ' ' }, 'Transaction cannot be blank'],
    ['no address', { email_address: 'nobody' }, 'Email address is invalid'],
    ['no products', { products: [] }, 'Products cannot be blank'],
    ['a product without a name', { products: [{ ...product, name: '' }] }, 'Product name cannot be blank'],
    ['half a product', { products: [{ ...product, quantity: 0.5 }] }, 'Product quantity must be an integer'],
    ['two lines of one id', { products: [product, product] }, 'Products lid must be unique'],
    ['a long currency', { currency: 'euros' }, 'Currency is invalid'],
    ['an amount in words', { total: 'ten' }, 'total is not a number'],
    ['a time that is none', { transaction_time: 'now' }, 'transaction_time is not a valid date'],
  ])('are refused with %s', async (_, change, text) => {
    const shop = await startShop()
    const answer = await shop.call('POST', '/v4/purchases', { ...purchase, ...change })
    expect([answer.status, errorsOf(answer)]).toEqual([422, [text]])
    expect(shop.kit.state.purchases.size).toBe(3)
  })
})
