import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../electron/engine/clock.ts'
import { startPractice } from '../../electron/practice/startPractice.ts'
import { namedPeople } from '../../electron/practice/kit/namedPeople.ts'
import { fromWire } from '../../shared/errors.ts'
import {
  planOf,
  startTestEngine,
  type SyncChoices,
  type TestEngine,
  testSpeed,
} from '../support/testEngine.ts'

/** What a sceptical reviewer broke once. */
let engine: TestEngine
beforeEach(async () => {
  engine = await startTestEngine()
})
afterEach(() => engine.close())

const kit = () => engine.practice.kit
const person = (email: string) => kit().state.subscribers.byEmail(email)
const writes = () =>
  kit().requests.entries.filter(({ method, path }) => method !== 'GET' && path.startsWith('/v4/'))
const csv = (n: number, city = 'Oslo') =>
  ['Email,First name,City', ...Array.from({ length: n }, (_, i) => `p${i}@example.org,P${i},${city}`)].join(
    '\n',
  )
const form: SyncChoices = { audiences: [{ kind: 'form', name: 'Free guide' }] }
const tag: SyncChoices = { audiences: [{ kind: 'tag', name: 'Never used' }] }
const run = async (text: string, choices: SyncChoices = {}) =>
  engine.client.runs.start({ plan: (await planOf(engine, text, choices)).id })

describe('a request that is under way when another one fails', () => {
  it('comes to its end, and its outcome is known', async () => {
    await run(csv(6))
    const plan = await planOf(engine, csv(6), form)
    kit().faults.add({ kind: 'slow', ms: 1500, method: 'POST', path: '/v4/forms/*', skip: 1, times: 1 })
    kit().faults.add({ kind: 'key-revoked', method: 'POST', path: '/v4/forms/*', skip: 2 })
    const receipt = await engine.client.runs.start({ plan: plan.id })
    expect(receipt.status).toBe('stopped')
    expect(receipt.outcomes).toMatchObject({ written: 2, 'not-sent': 4, 'in-doubt': 0 })
    kit().faults.clear()
    expect((await engine.client.runs.resume({})).outcomes.written).toBe(6)
    for (let i = 0; i < 6; i += 1)
      expect(kit().tally.of(person(`p${i}@example.org`)?.id ?? 0)).toMatchObject({
        formAdds: 1,
        formRepeats: 0,
      })
  })

  it('is known to have done nothing when it was refused because an audience is gone', async () => {
    await run(csv(6))
    const plan = await planOf(engine, csv(6), tag)
    const { tags } = kit().state
    for (const [id, { name }] of tags) if (name === 'Never used') tags.delete(id)
    const receipt = await engine.client.runs.start({ plan: plan.id })
    expect(receipt).toMatchObject({ status: 'stopped', stoppedCode: 'not-found' })
    expect(receipt.outcomes).toMatchObject({ 'not-sent': 6, 'in-doubt': 0 })
  })

  it('is in doubt, never "not sent", when its answer takes too long to wait for', async () => {
    await run(csv(4))
    const plan = await planOf(engine, csv(4), form)
    kit().faults.add({ kind: 'slow', ms: 8000, method: 'POST', path: '/v4/forms/*', skip: 1, times: 1 })
    kit().faults.add({ kind: 'key-revoked', method: 'POST', path: '/v4/forms/*', skip: 2 })
    const receipt = await engine.client.runs.start({ plan: plan.id })
    expect(receipt.outcomes).toMatchObject({ written: 1, 'in-doubt': 1, 'not-sent': 2 })
  })
})

describe('an audience that is gone by the time of the run', () => {
  it('costs no more than one row, also when the run is gone on with', async () => {
    const plan = await planOf(engine, csv(12), form)
    const { forms } = kit().state
    for (const [id, { name }] of forms) if (name === 'Free guide') forms.delete(id)
    const receipt = await engine.client.runs.start({ plan: plan.id })
    expect(receipt).toMatchObject({ status: 'stopped', stoppedCode: 'not-found' })
    expect(receipt.stoppedBecause).toContain('Free guide')
    expect(receipt.outcomes).toMatchObject({ 'partly-written': 1, 'not-sent': 11, 'in-doubt': 0 })
    const created = () => Array.from({ length: 12 }, (_, i) => person(`p${i}@example.org`)).filter(Boolean)
    expect(created()).toHaveLength(1)
    await engine.client.runs.resume({})
    expect(created()).toHaveLength(1)
  })

  it('is found out once for all rows, and rows without it are not kept waiting', async () => {
    const plan = await planOf(engine, csv(12), form)
    const receipt = await engine.client.runs.start({ plan: plan.id })
    expect(receipt.outcomes.written).toBe(12)
    expect(receipt.requests).toBe(plan.requests)
  })
})

describe('between the preview and the run', () => {
  it('someone who unsubscribed is held back, although only a join was left to send', async () => {
    await run(csv(3))
    const plan = await planOf(engine, csv(3), tag)
    const before = writes().length
    const leaver = person('p1@example.org')
    if (leaver) kit().state.subscribers.save({ ...leaver, state: 'cancelled' })
    const receipt = await engine.client.runs.start({ plan: plan.id })
    expect(receipt.outcomes).toMatchObject({ written: 2, 'held-back': 1 })
    expect(writes().length - before).toBe(2)
    const [row] = (await engine.client.runs.rejects({ run: receipt.id, afterRow: 0, limit: 5 })).rows
    expect(row?.reason).toMatch(/since the preview/)
  })

  it('the same is asked again before a resume', async () => {
    await run(csv(5))
    const plan = await planOf(engine, csv(5), tag)
    kit().faults.add({ kind: 'key-revoked', method: 'POST', path: '/v4/tags/*' })
    expect((await engine.client.runs.start({ plan: plan.id })).status).toBe('stopped')
    kit().faults.clear()
    const leaver = person('p4@example.org')
    if (leaver) kit().state.subscribers.save({ ...leaver, state: 'bounced' })
    expect((await engine.client.runs.resume({})).outcomes).toMatchObject({ written: 4, 'held-back': 1 })
  })
})

describe('a plan', () => {
  it('is carried out once', async () => {
    const plan = await planOf(engine, csv(4))
    const twice = await Promise.allSettled([1, 2].map(() => engine.client.runs.start({ plan: plan.id })))
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(engine.client.runs.start({ plan: plan.id })).rejects.toThrow(/run \d+ already/)
    expect(kit().tally.of(person('p0@example.org')?.id ?? 0)).toMatchObject({ created: 1, unchanged: 0 })
  })

  it('is not made for an account that was removed in the meantime', async () => {
    const source = await engine.client.sources.stage({ file: engine.file('x.csv', csv(2)), overrides: {} })
    await engine.client.connections.remove({ connection: 'Bakery' })
    await expect(
      engine.client.sources.suggestMapping({ source: source.id, connection: 'Bakery' }),
    ).rejects.toMatchObject({ code: 'not-found' })
  })

  it('marks an address that the service does not take, and goes on with the others', async () => {
    kit().faults.clear()
    const fetchRefusing: typeof fetch = (input, init) => {
      const url = new URL(input)
      const asked = url.searchParams.get('email_address')?.split(',') ?? []
      return asked.includes('p3@example.org')
        ? Promise.resolve(
            Response.json({ errors: ['email_address contains an invalid email address'] }, { status: 422 }),
          )
        : fetch(input, init)
    }
    const other = await startTestEngine({ practice: engine.practice, ports: { fetch: fetchRefusing } })
    try {
      const plan = await planOf(other, csv(6))
      expect(plan.counts).toMatchObject({ create: 5, invalid: 1 })
      const [row] = await other.client.plans.rows({ plan: plan.id, kind: 'invalid', offset: 0, limit: 5 })
      expect(row).toMatchObject({ row: 4, reason: expect.stringContaining('Kit does not take') as string })
    } finally {
      await other.close()
    }
  })

  it('refuses an audience that is chosen twice and an append without a recipe', async () => {
    const twice = { audiences: [...(tag.audiences ?? []), ...(tag.audiences ?? [])] }
    await expect(planOf(engine, csv(1), twice)).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(planOf(engine, csv(1), { mode: 'append' })).rejects.toMatchObject({ code: 'invalid-input' })
  })
})

describe('append by a cursor column', () => {
  const append = (rows: readonly string[]) =>
    run(['Email,Signed up', ...rows].join('\n'), {
      mode: 'append',
      append: { recipe: 'booth', cursorColumn: 1 },
    })

  it('sends a new person who signed up on the day of the bookmark', async () => {
    await append(['a@example.org,2026-03-03', 'b@example.org,2026-03-04'])
    const receipt = await append([
      'a@example.org,2026-03-03',
      'b@example.org,2026-03-04',
      'c@example.org,2026-03-04',
    ])
    expect(receipt.outcomes).toMatchObject({ 'left-out': 2, written: 1 })
  })

  it('sends a row that was invalid and has been corrected', async () => {
    await append(['a@example,2026-03-03', 'b@example.org,2026-03-04'])
    const receipt = await append(['a@example.org,2026-03-03', 'b@example.org,2026-03-04'])
    expect(receipt.outcomes).toMatchObject({ 'left-out': 1, written: 1 })
  })

  it('compares American dates and grouped numbers by what they mean', async () => {
    await append(['a@example.org,12/31/2025'])
    expect((await append(['b@example.org,01/15/2026', 'c@example.org,12/30/2025'])).outcomes).toMatchObject({
      written: 1,
      'left-out': 1,
    })
  })

  it('refuses a column that has no order', async () => {
    await expect(append(['a@example.org,soon', 'b@example.org,2026-01-01'])).rejects.toThrow(
      /only numbers, or only dates/,
    )
    await expect(append(['a@example.org,17', 'b@example.org,2026-01-01'])).rejects.toThrow(/Row 2/)
  })

  it('keeps the recipes of two accounts apart', async () => {
    const second = await startPractice({ speed: testSpeed, lagMs: 0, empty: true })
    Object.assign(second.kit.state.account, { id: 4711 })
    const env: Record<string, string> = {}
    const both = await startTestEngine({ practice: engine.practice, connect: false, ports: { env } })
    try {
      const recipe = { mode: 'append', append: { recipe: 'booth', cursorColumn: null } } as const
      for (const [name, practice] of [
        ['Bakery', engine.practice],
        ['Brewery', second],
      ] as const) {
        env['LISTFERRY_KIT_URL'] = practice.address
        const values = { apiKey: practice.kit.keys[0] ?? '' }
        await both.client.connections.add({ service: 'kit', form: 'api-key', values, name })
        delete env['LISTFERRY_KIT_URL']
        const plan = await planOf(both, 'Email\nnew@example.org', recipe, 'new.csv', name)
        expect((await both.client.runs.start({ plan: plan.id })).outcomes.written).toBe(1)
      }
      expect(second.kit.state.subscribers.byEmail('new@example.org')).toBeDefined()
    } finally {
      await both.close()
      await second.close()
    }
  })
})

describe('a key given for one command', () => {
  it('is checked, is not kept, and must belong to the same account', async () => {
    const unlock = (apiKey: string) =>
      engine.client.connections.unlock({ connection: 'Bakery', values: { apiKey } })
    await expect(unlock('nonsense')).rejects.toMatchObject({ code: 'unauthorized' })
    await expect(
      engine.client.connections.unlock({ connection: 'Bakery', values: {} }),
    ).rejects.toMatchObject({
      code: 'invalid-input',
    })
    expect((await unlock(kit().keys[0] ?? '')).secretKept).toBe(false)
    const stranger = await startPractice({ speed: testSpeed, empty: true })
    try {
      Object.assign(stranger.kit.state.account, { id: 4711 })
      const other = await startTestEngine({
        practice: stranger,
        folder: engine.folder,
        connect: false,
      }).catch((error: unknown) => error)
      expect(other).toMatchObject({ code: 'conflict' })
    } finally {
      await stranger.close()
    }
  })
})

describe('without a network', () => {
  it('tries again for a while, says what it waits for, and then what to do', async () => {
    // What waits for its daily turn goes on waiting.
    const sleep: typeof systemClock.sleep = (ms, signal) =>
      ms < 3_600_000 ? Promise.resolve() : systemClock.sleep(ms, signal)
    const clock = { ...systemClock, sleep }
    const noNetwork: typeof fetch = () =>
      Promise.reject(
        new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ENOTFOUND' }) }),
      )
    let offline = false
    const ports = { fetch: ((input, init) => (offline ? noNetwork : fetch)(input, init)) as typeof fetch }
    const other = await startTestEngine({ practice: engine.practice, ports, clock })
    try {
      const plan = await planOf(other, csv(3))
      offline = true
      await expect(planOf(other, csv(3))).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringMatching(/cannot reach Kit/) as string,
      })
      const receipt = await other.client.runs.start({ plan: plan.id })
      expect(receipt).toMatchObject({ status: 'stopped', stoppedCode: 'unavailable', addsUp: true })
      expect(receipt.outcomes['not-sent']).toBe(3)
      expect(
        other.pushes.some(({ name, payload }) => name === 'account.waiting' && payload.why === 'retry'),
      ).toBe(true)
      offline = false
      expect((await other.client.runs.resume({})).outcomes.written).toBe(3)
    } finally {
      await other.close()
    }
  })
})

describe('a full database', () => {
  it('is said in words, and nothing is lost', async () => {
    const small = await startTestEngine({ practice: engine.practice, ports: { maxPages: 90 } })
    try {
      const failed = await planOf(small, csv(4000)).catch((error: unknown) => error)
      expect(failed).toMatchObject({
        code: 'unavailable',
        message: expect.stringMatching(/no room left/) as string,
      })
      expect((await planOf(small, csv(2))).counts.create).toBe(2)
    } finally {
      await small.close()
    }
  })
})

describe('closing the engine in the middle of a run', () => {
  it('waits for what is under way and stops the run, which can be resumed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'listferry-close-'))
    try {
      const first = await startTestEngine({ practice: engine.practice, folder })
      const plan = await planOf(first, csv(300), form)
      const running = first.client.runs.start({ plan: plan.id })
      while (writes().length < 20) await new Promise((resolve) => setTimeout(resolve, 5))
      await first.close()
      const stopped = await running
      expect(stopped).toMatchObject({ status: 'stopped', stoppedCode: 'cancelled', addsUp: true })
      expect(stopped.outcomes['in-doubt']).toBe(0)

      const second = await startTestEngine({ practice: engine.practice, folder })
      expect((await second.client.runs.resume({})).outcomes.written).toBe(300)
      await second.close()
      for (let i = 0; i < 300; i += 1)
        expect(kit().tally.of(person(`p${i}@example.org`)?.id ?? 0)).toMatchObject({
          created: 1,
          formAdds: 1,
        })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('a plan or run that waits for its turn can be given up at once', async () => {
    const plan = await planOf(engine, csv(300))
    const running = engine.client.runs.start({ plan: plan.id })
    const controller = new AbortController()
    const waiting = engine.client.runs
      .start({ plan: plan.id }, controller.signal)
      .catch((error: unknown) => error)
    controller.abort()
    expect(await waiting).toMatchObject({ code: 'cancelled' })
    expect((await running).outcomes.written).toBe(300)
  })
})

describe('names that mean something to JavaScript', () => {
  it.each(['constructor.name', '__proto__.x', 'runs.toString', 'runs', ''])('%s is no call', async (name) => {
    const { dispatch } = await import('../../electron/engine/handlers/dispatch.ts')
    const answer = await dispatch({} as never, name as never, {}, new AbortController().signal)
    expect('error' in answer && fromWire(answer.error).code).toBe('bug')
  })
})

describe('who left', () => {
  it('is never created, joined or changed by default, whichever way the account was read', async () => {
    const { emailAddress } = namedPeople.leftEarly
    const receipt = await run(`Email,City\n${emailAddress.toUpperCase()},Paris`, {
      ...tag,
      mode: 'full-refresh',
    })
    expect(receipt.outcomes['held-back']).toBe(1)
    expect(writes()).toEqual([])
  })
})
