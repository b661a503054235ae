import { describe, expect, it } from 'vitest'
import type { TestAnswer } from '../harness.ts'
import { documentOf, errorsOf, pointersOf, resourceOf, startTestKlaviyo } from './klaviyoHarness.ts'
import type { TestKlaviyo } from './klaviyoHarness.ts'

const emailsOf = (answer: TestAnswer) => documentOf(answer).data.map(({ attributes }) => attributes.email)

async function find({ ask }: TestKlaviyo, path: string, filter: string) {
  return ask('GET', `${path}?filter=${encodeURIComponent(filter)}&page[size]=100`)
}

describe('parameters', () => {
  it.each([
    ['/api/lists?page_size=3', 'page_size', 'list'],
    ['/api/metrics?page[size]=3', 'page_size', 'metric'],
    [
      '/api/profile-suppression-bulk-create-jobs?page[size]=3',
      'page_size',
      'profile-suppression-bulk-create-job',
    ],
    ['/api/lists?additional-fields[list]=profile_count', 'additional-fields_list', 'list'],
    ['/api/accounts?include=x', 'include', 'account'],
    ['/api/lists?fields[banana]=x', 'fields_banana', 'list'],
  ])('of %s are refused', async (path, name, type) => {
    const { ask } = await startTestKlaviyo()
    const answer = await ask('GET', path)
    expect([answer.status, errorsOf(answer)[0]?.detail]).toEqual([
      400,
      `'${name}' is not a valid field for the resource '${type}'.`,
    ])
  })

  it.each(['0', '11', '-1', 'ten', '1.5', ''])('page[size]=%s is refused for lists', async (size) => {
    const { ask } = await startTestKlaviyo()
    const answer = await ask('GET', `/api/lists?page[size]=${size}`)
    expect([answer.status, ...pointersOf(answer)]).toEqual([400, 'page[size]'])
  })

  it('include names only what the endpoint has', async () => {
    const { ask } = await startTestKlaviyo()
    const answer = await ask('GET', '/api/lists?include=profiless')
    expect([answer.status, errorsOf(answer)[0]?.detail, ...pointersOf(answer)]).toEqual([
      400,
      "'profiless' is not an allowed include parameter for this resource.",
      'include',
    ])
  })

  it('sort names one field of a closed list', async () => {
    const { ask } = await startTestKlaviyo()
    for (const sort of ['opt_in_process', 'name,id', '--name'])
      expect(pointersOf(await ask('GET', `/api/lists?sort=${sort}`))).toEqual(['sort'])
    const names = async (sort: string) =>
      documentOf(await ask('GET', `/api/lists?sort=${sort}`)).data.map(({ attributes }) => attributes.name)
    const up = await names('name')
    expect(up).toEqual([...up].sort())
    expect((await names('-name'))[0]).toBe('Wholesale')
  })
})

describe('sparse fieldsets', () => {
  it('thin out attributes and leave relationships and links', async () => {
    const { ask, person } = await startTestKlaviyo()
    const { id } = person('ada.okafor@example.com')
    const answer = await ask('GET', `/api/profiles/${id}?fields[profile]=email,location.city,id`)
    const { attributes, relationships, links } = resourceOf(answer)
    expect(attributes).toEqual({ email: 'ada.okafor@example.com', location: { city: 'Lagos' } })
    expect(Object.keys(relationships)).toContain('lists')
    expect(links.self).toMatch(new RegExp(`/api/profiles/${id}/$`))
  })

  it('refuse fields that the resource doesn’t have', async () => {
    const { ask } = await startTestKlaviyo()
    for (const fields of ['nope', 'location.', 'email.x', '__proto__'])
      expect((await ask('GET', `/api/profiles?fields[profile]=${fields}`)).status).toBe(
        fields === 'location.' ? 200 : 400,
      )
  })

  it('leave subscriptions out unless additional-fields asks for them', async () => {
    const { ask } = await startTestKlaviyo()
    const plain = await ask('GET', '/api/profiles?page[size]=1')
    expect(documentOf(plain).data[0]?.attributes).not.toHaveProperty('subscriptions')
    const more = await ask(
      'GET',
      '/api/profiles?page[size]=1&additional-fields[profile]=subscriptions,predictive_analytics&fields[profile]=subscriptions',
    )
    expect(Object.keys(documentOf(more).data[0]?.attributes ?? {})).toEqual(['subscriptions'])
  })
})

describe('filters', () => {
  it.each([
    'equals(email,"ada.okafor@example.com")',
    "equals(email,'ada.okafor@example.com')",
    'equals(email,["ada.okafor@example.com"])',
    'any(email,["ada.okafor@example.com","nobody@example.com"])',
    'and(equals(email,"ada.okafor@example.com"),greater-than(created,2000-01-01))',
    'equals(external_id,"cust-1001"),less-than(created,"2026-11-20T12:00:00+02:00")',
    'equals( phone_number , "+2348031234567" )',
  ])('%s finds Ada', async (filter) => {
    const practice = await startTestKlaviyo()
    expect(emailsOf(await find(practice, '/api/profiles', filter))).toEqual(['ada.okafor@example.com'])
  })

  it('compare text with its case, and take escapes', async () => {
    const practice = await startTestKlaviyo()
    expect(emailsOf(await find(practice, '/api/profiles', 'equals(email,"Ada.Okafor@example.com")'))).toEqual(
      [],
    )
    const tag = { data: { type: 'tag', attributes: { name: 'say "hi" (twice), \\o/' } } }
    await practice.ask('POST', '/api/tags', tag)
    const found = await practice.ask(
      'GET',
      `/api/tags?filter=${encodeURIComponent('equals(name,"say \\"hi\\" (twice), \\\\o/")')}`,
    )
    expect(documentOf(found).data).toHaveLength(1)
  })

  it('name the operators of a field when another was used', async () => {
    const practice = await startTestKlaviyo()
    const answer = await practice.ask('GET', '/api/metrics?filter=contains(integration.name,"x")')
    expect([answer.status, errorsOf(answer)[0]?.detail, ...pointersOf(answer)]).toEqual([
      400,
      "'contains' is not an allowed filter operator for integration.name.  Allowed operators are equals",
      'filter',
    ])
  })

  it.each([
    'equals(email,"a"',
    'equals(email)',
    'equals(email,a@b.example)',
    'equals(email,"a") trailing',
    'or(equals(email,"a"),equals(email,"b"))',
    'not(equals(email,"a"))',
    'any(email,"a")',
    'greater-than(created,"yesterday")',
    'greater-than(created,2026-02-30)',
    'equals(email,5)',
    'equals(nope,"a")',
    'equals(__proto__,"a")',
    'equals(email,["a)',
    'and(',
    ',',
  ])('%s is refused', async (filter) => {
    const practice = await startTestKlaviyo()
    const answer = await find(practice, '/api/profiles', filter)
    expect([answer.status, ...pointersOf(answer)]).toEqual([400, 'filter'])
  })

  it('find who is suppressed, by reason and since when, in the order of that time', async () => {
    const practice = await startTestKlaviyo()
    const field = 'subscriptions.email.marketing.suppression'
    const bounced = await find(practice, '/api/profiles', `equals(${field}.reason,"HARD_BOUNCE")`)
    expect(emailsOf(bounced)).toContain('mailbox.full@example.net')
    expect(emailsOf(bounced)).not.toContain('left.early@example.com')
    const since = await practice.ask(
      'GET',
      `/api/profiles?filter=greater-than(${field}.timestamp,2020-01-01)&page[size]=100&additional-fields[profile]=subscriptions`,
    )
    const times = documentOf(since).data.map(({ attributes }) => {
      const { email } = attributes.subscriptions as {
        email: { marketing: { suppression: { timestamp: string }[] } }
      }
      return email.marketing.suppression[0]?.timestamp ?? ''
    })
    expect(times.length).toBeGreaterThan(20)
    expect(times).toEqual([...times].sort())
    const sorted = await practice.ask(
      'GET',
      `/api/profiles?filter=greater-than(${field}.timestamp,2020-01-01)&sort=email`,
    )
    expect(sorted.status).toBe(400)
  })

  it('keep the words of the live service in equals(is_starred), which changes nothing', async () => {
    const { ask, klaviyo } = await startTestKlaviyo()
    const answer = await ask('GET', '/api/segments?filter=equals(is_starred,true)')
    expect(documentOf(answer).data).toHaveLength(klaviyo.state.segments.size)
  })
})

describe('pages', () => {
  it('walk everyone once, by id, forwards and back', async () => {
    const { ask, klaviyo } = await startTestKlaviyo()
    const ids: string[] = []
    let path = '/api/profiles?page[size]=70'
    let last = documentOf(await ask('GET', path))
    expect(last.links.prev).toBeNull()
    for (;;) {
      ids.push(...last.data.map(({ id }) => id))
      if (last.links.next === null) break
      path = last.links.next.replace(/^http:\/\/[^/]+/, '')
      last = documentOf(await ask('GET', path))
    }
    expect(ids).toEqual([...klaviyo.state.profiles.all()].map(({ id }) => id).sort())
    const before = documentOf(await ask('GET', last.links.prev?.replace(/^http:\/\/[^/]+/, '') ?? ''))
    expect(ids).toHaveLength(300)
    expect(before.data.map(({ id }) => id)).toEqual(ids.slice(210, 280))
  })

  it('meet who changes during a walk by updated twice, and skip nobody', async () => {
    const { ask, clock, klaviyo } = await startTestKlaviyo()
    const first = documentOf(
      await ask('GET', '/api/profiles?filter=greater-than(updated,2020-01-01)&page[size]=100'),
    )
    const changed = first.data[5]?.id ?? ''
    await clock.advance(1000)
    await ask('PATCH', `/api/profiles/${changed}`, {
      data: { type: 'profile', id: changed, attributes: { title: 'Moved' } },
    })
    const ids = first.data.map(({ id }) => id)
    for (let next = first.links.next; next !== null;) {
      const page = documentOf(await ask('GET', next.replace(/^http:\/\/[^/]+/, '')))
      ids.push(...page.data.map(({ id }) => id))
      next = page.links.next
    }
    expect(ids.filter((id) => id === changed)).toHaveLength(2)
    expect(new Set(ids).size).toBe(klaviyo.state.profiles.size)
  })

  it.each(['garbage', 'eyJ9', '%3CFilters%3E', 'WzEsMiwzXQ'])('refuse the cursor %s', async (cursor) => {
    const { ask } = await startTestKlaviyo()
    const answer = await ask('GET', `/api/profiles?page[cursor]=${cursor}`)
    expect([answer.status, ...pointersOf(answer)]).toEqual([400, 'page[cursor]'])
  })

  it('repeat the whole request in self, encoded anew', async () => {
    const { ask, address } = await startTestKlaviyo()
    const answer = await ask('GET', '/api/lists/?filter=equals(name,"VIP")&page[size]=5')
    expect(documentOf(answer).links).toEqual({
      self: `${address}/api/lists?filter=equals%28name%2C%22VIP%22%29&page%5Bsize%5D=5`,
      next: null,
      prev: null,
    })
  })
})
