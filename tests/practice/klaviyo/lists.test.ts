import { describe, expect, it } from 'vitest'
import { documentOf, errorsOf, resourceOf, startTestKlaviyo } from './klaviyoHarness.ts'

const refs = (ids: readonly string[]) => ({ data: ids.map((id) => ({ type: 'profile', id })) })

describe('lists', () => {
  it('come ten at a time', async () => {
    const { ask } = await startTestKlaviyo()
    const first = documentOf(await ask('GET', '/api/lists'))
    expect(first.data).toHaveLength(10)
    expect(first.links.next).toContain('page%5Bcursor%5D=')
  })

  it('are created with the account’s opt-in unless told otherwise, and with microseconds', async () => {
    const { ask } = await startTestKlaviyo()
    const answer = await ask('POST', '/api/lists', { data: { type: 'list', attributes: { name: 'N' } } })
    const { id, attributes } = resourceOf(answer)
    expect([answer.status, id]).toEqual([201, expect.stringMatching(/^[A-Za-z0-9]{6}$/)])
    expect(attributes).toEqual({
      name: 'N',
      created: '2026-11-20T09:00:00.000000+00:00',
      updated: '2026-11-20T09:00:00.000000+00:00',
      opt_in_process: 'double_opt_in',
    })
    const read = resourceOf(await ask('GET', `/api/lists/${id}`))
    expect(read.attributes.created).toBe('2026-11-20T09:00:00+00:00')
  })

  it('are changed, counted on request, and gone when deleted', async () => {
    const { ask, list } = await startTestKlaviyo()
    const { id, members } = list('Customers')
    const path = `/api/lists/${id}`
    const change = { data: { type: 'list', id, attributes: { opt_in_process: 'double_opt_in' } } }
    expect(resourceOf(await ask('PATCH', path, change)).attributes).toMatchObject({
      name: 'Customers',
      opt_in_process: 'double_opt_in',
    })
    const counted = resourceOf(await ask('GET', `${path}?additional-fields[list]=profile_count`))
    expect(counted.attributes.profile_count).toBe(members.size)
    expect((await ask('DELETE', path)).status).toBe(204)
    const missing = await ask('GET', path)
    expect([missing.status, errorsOf(missing)[0]?.detail]).toEqual([
      404,
      `A list with id \`${id}\` does not exist.`,
    ])
    expect(errorsOf(missing)[0]).not.toHaveProperty('links')
  })

  it('are found by name in either spelling of the filter', async () => {
    const { ask } = await startTestKlaviyo()
    for (const filter of ['equals(name,"VIP")', 'equals(name,["VIP"])', 'any(name,["VIP","x"])'])
      expect(documentOf(await ask('GET', `/api/lists?filter=${filter}`)).data).toHaveLength(1)
  })

  it('include their tags, and then only', async () => {
    const { ask, list } = await startTestKlaviyo()
    const path = `/api/lists/${list('Newsletter').id}`
    expect(resourceOf(await ask('GET', path)).relationships.tags).not.toHaveProperty('data')
    const answer = await ask('GET', `${path}?include=tags`)
    expect(resourceOf(answer).relationships.tags?.data).toHaveLength(1)
    expect((answer.json as { included: unknown[] }).included).toHaveLength(1)
    const none = await ask('GET', `/api/lists/${list('VIP').id}?include=tags`)
    expect(resourceOf(none).relationships.tags?.data).toEqual([])
    expect(none.json).toMatchObject({ included: [] })
  })
})

describe('members of a list', () => {
  it('are added and taken off by id, without a word about consent', async () => {
    const { ask, clock, klaviyo, list, person } = await startTestKlaviyo()
    const path = `/api/lists/${list('VIP').id}/relationships/profiles`
    const before = person('left.early@example.com')
    const added = await ask('POST', path, refs([before.id, before.id]))
    expect([added.status, added.text]).toEqual([204, ''])
    expect(list('VIP').members.get(before.id)).toBe(clock.now())
    expect(person('left.early@example.com')).toEqual(before)
    await clock.advance(5000)
    await ask('POST', path, refs([before.id]))
    expect(list('VIP').members.get(before.id)).toBe(clock.now() - 5000)
    expect((await ask('DELETE', path, refs([before.id]))).status).toBe(204)
    expect(klaviyo.tally.of(before.id)).toMatchObject({
      listAdds: 1,
      listRepeats: 1,
      listRemovals: 1,
      changed: 0,
    })
    expect(list('VIP').members.has(before.id)).toBe(false)
  })

  it('are at most 1000 in a request, all of them known', async () => {
    const { ask, list, person } = await startTestKlaviyo()
    const path = `/api/lists/${list('Nobody yet').id}/relationships/profiles`
    const { id } = person('left.early@example.com')
    const many = Array.from({ length: 1001 }, (_, index) => `id${index}`)
    expect((await ask('POST', path, refs(many))).status).toBe(400)
    expect((await ask('POST', path, refs([id, 'unknown']))).status).toBe(404)
    expect(list('Nobody yet').members.size).toBe(0)
    expect((await ask('POST', '/api/lists/NOPE01/relationships/profiles', refs([id]))).status).toBe(404)
  })

  it('are read with the time they joined, as ids or whole, from a time on', async () => {
    const { ask, clock, list, person } = await startTestKlaviyo()
    const { id: listId } = list('Customers')
    const { id } = person('li.na@example.org')
    await clock.advance(10_000)
    await ask('POST', `/api/lists/${listId}/relationships/profiles`, refs([id]))
    const since = 'filter=greater-or-equal(joined_group_at,2026-11-20T09:00:10Z)'
    const whole = documentOf(await ask('GET', `/api/lists/${listId}/profiles?${since}`))
    expect(whole.data.map(({ attributes }) => [attributes.email, attributes.joined_group_at])).toEqual([
      ['li.na@example.org', '2026-11-20T09:00:10+00:00'],
    ])
    expect(Object.keys(whole.data[0]?.relationships ?? {})).toContain('conversation')
    const ids = documentOf(await ask('GET', `/api/lists/${listId}/relationships/profiles?${since}`))
    expect(ids.data).toEqual([{ type: 'profile', id }])
    const newest = documentOf(
      await ask('GET', `/api/lists/${listId}/profiles?sort=-joined_group_at&page[size]=1`),
    )
    expect(newest.data[0]?.id).toBe(id)
    expect(
      (await ask('GET', `/api/lists/${listId}/profiles?filter=greater-than(updated,2026-01-01)`)).status,
    ).toBe(400)
  })
})
