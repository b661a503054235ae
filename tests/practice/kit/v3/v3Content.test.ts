import { describe, expect, it } from 'vitest'
import { idOf } from '../../harness.ts'
import { startV3 } from './v3Harness.ts'

describe('what else is in the old API', () => {
  it('names forms, courses and tags', async () => {
    const { kit, withKey } = await startV3()
    const forms = (await withKey('GET', 'forms')).json as { forms: { name: string; archived: boolean }[] }
    expect(forms.forms.map(({ name }) => name)).not.toContain('Old contest')
    expect(forms.forms.find(({ name }) => name === 'Spring fair 2025')?.archived).toBe(true)
    for (const path of ['sequences', 'courses'])
      expect((await withKey('GET', path)).json).toMatchObject({ courses: [{ name: 'Welcome' }, {}, {}] })
    const tags = (await withKey('GET', 'tags')).json as { tags: unknown[] }
    expect(tags.tags).toHaveLength(kit.state.tags.size)
  })

  it('makes one tag or several, and refuses names that are there', async () => {
    const { kit, withKey } = await startV3()
    const one = await withKey('POST', 'tags', { tag: { name: 'Fresh' } })
    expect([one.status, one.json]).toEqual([
      201,
      {
        account_id: kit.state.account.id,
        created_at: expect.any(String) as unknown,
        deleted_at: null,
        id: idOf(kit.state.tags, 'Fresh'),
        name: 'Fresh',
        state: 'available',
        updated_at: expect.any(String) as unknown,
      },
    ])
    expect((await withKey('POST', 'tags', { tag: [{ name: 'A1' }, { name: 'B1' }] })).json).toMatchObject([
      { name: 'A1' },
      { name: 'B1' },
    ])
    expect((await withKey('POST', 'tags', { tag: { name: 'fresh' } })).status).toBe(422)
    expect((await withKey('POST', 'tags', { tag: { name: ' ' } })).status).toBe(422)
  })

  it('makes, renames and deletes custom fields; the key stays', async () => {
    const { v3, withKey } = await startV3()
    const made = await v3('POST', 'custom_fields', { label: ['Shoe size', 'Hat size'] })
    expect([made.status, made.json]).toMatchObject([201, [{ key: 'shoe_size' }, { key: 'hat_size' }]])
    const { id } = (made.json as { id: number }[])[0] ?? { id: 0 }
    const renamed = await v3('PUT', `custom_fields/${id}`, { label: 'Boot size' })
    expect([renamed.status, renamed.text]).toEqual([204, ''])
    const list = (await withKey('GET', 'custom_fields')).json as { custom_fields: { id: number }[] }
    expect(list.custom_fields.find((field) => field.id === id)).toMatchObject({
      key: 'shoe_size',
      label: 'Boot size',
    })
    expect((await v3('POST', 'custom_fields', { label: 'Boot size' })).status).toBe(422)
    expect((await v3('DELETE', `custom_fields/${id}`, {})).status).toBe(204)
    expect((await v3('DELETE', `custom_fields/${id}`, {})).status).toBe(404)
  })

  it('stores purchases bare, and names everything that is missing at once', async () => {
    const { v3 } = await startV3()
    const product = { pid: 9999, lid: 7777, name: 'Floppy Disk', sku: '7890', unit_price: 5, quantity: 2 }
    const purchase = {
      transaction_id: '123',
      email_address: 'ada.okafor@example.com',
      currency: 'jpy',
      shipping: 2,
      total: 12,
      products: [product],
    }
    const made = await v3('POST', 'purchases', { purchase })
    expect([made.status, made.json]).toMatchObject([
      201,
      {
        currency: 'JPY',
        shipping: 2,
        total: 12,
        products: [{ unit_price: 5, quantity: 2, sku: '7890', name: 'Floppy Disk' }],
      },
    ])
    const { id } = made.json as { id: number }
    expect((await v3('GET', `purchases/${id}`)).json).toEqual(made.json)
    expect((await v3('GET', 'purchases')).json).toMatchObject({ total_purchases: 4, page: 1, total_pages: 1 })
    const bad = await v3('POST', 'purchases', {
      purchase: { ...purchase, transaction_id: '', products: [{ ...product, pid: null }] },
    })
    expect([bad.status, bad.json]).toEqual([
      400,
      {
        error: 'Your request is missing parameters',
        message: "transaction_id can't be blank, pid can't be blank for product: Floppy Disk",
      },
    ])
  })

  it('keeps webhooks as rules', async () => {
    const { kit, v3 } = await startV3()
    const made = await v3('POST', 'automations/hooks', {
      target_url: 'https://hooks.example/in',
      event: { name: 'subscriber.course_complete', course_id: 18 },
    })
    const [id = 0] = kit.state.webhooks.keys()
    expect([made.status, made.json]).toEqual([
      200,
      {
        rule: {
          id,
          account_id: kit.state.account.id,
          event: { name: 'course_complete', sequence_id: 18 },
          target_url: 'https://hooks.example/in',
        },
      },
    ])
    const gone = await v3('DELETE', `automations/hooks/${id}`, {})
    expect([gone.status, gone.json]).toEqual([200, { success: true }])
    expect((await v3('DELETE', `automations/hooks/${id}`, {})).status).toBe(404)
  })

  it('lists, writes and counts broadcasts', async () => {
    const { v3 } = await startV3()
    const list = (await v3('GET', 'broadcasts?sort_order=desc')).json as { broadcasts: { id: number }[] }
    expect(Object.keys(list.broadcasts[0] ?? {})).toEqual(['id', 'created_at', 'subject'])
    const made = await v3('POST', 'broadcasts', { subject: 'Hello', content: '<p>Hi</p>' })
    const { broadcast } = made.json as { broadcast: { id: number } }
    expect(made.status).toBe(201)
    expect((await v3('PUT', `broadcasts/${broadcast.id}`, { subject: 'Bye' })).json).toMatchObject({
      broadcast: { subject: 'Bye' },
    })
    expect((await v3('GET', `broadcasts/${broadcast.id}/stats`)).json).toMatchObject({
      broadcast: { id: broadcast.id, stats: { recipients: 0 } },
    })
    expect((await v3('DELETE', `broadcasts/${broadcast.id}`, {})).status).toBe(204)
  })
})
