import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { namedPeople } from '../../electron/practice/kit/namedPeople.ts'
import type { Receipt } from '../../shared/contract/runs.ts'
import { planOf, startTestEngine, type SyncChoices, type TestEngine } from '../support/testEngine.ts'

const newsletter: SyncChoices = { audiences: [{ kind: 'tag', name: 'Never used' }] }

let engine: TestEngine
beforeEach(async () => {
  engine = await startTestEngine()
})
afterEach(() => engine.close())

const person = (email: string) => engine.practice.kit.state.subscribers.byEmail(email)
const writes = () =>
  engine.practice.kit.requests.entries.filter(
    ({ method, path }) => method !== 'GET' && path.startsWith('/v4/'),
  )
const tagsOf = (email: string) =>
  engine.practice.kit.state.memberships.tag
    .ofPerson(person(email)?.id ?? 0)
    .map(({ audienceId }) => engine.practice.kit.state.tags.get(audienceId)?.name)
const fieldOf = (email: string, label: string) => {
  const { customFields } = engine.practice.kit.state
  const field = [...customFields.values()].find((one) => one.label === label)
  return person(email)?.values.get(field?.id ?? 0)
}
const run = async (csv: string, choices: SyncChoices = newsletter): Promise<Receipt> =>
  engine.client.runs.start({ plan: (await planOf(engine, csv, choices)).id })
const manyRows = (n: number, city = 'Oslo') =>
  ['Email,First name,City', ...Array.from({ length: n }, (_, i) => `p${i}@example.org,P${i},${city}`)].join(
    '\n',
  )

describe('a plan', () => {
  it('sends nothing', async () => {
    const plan = await planOf(engine, manyRows(20), newsletter)
    expect(plan.counts.create).toBe(20)
    expect(writes()).toEqual([])
  })

  it('counts every row of the file exactly once', async () => {
    const csv = [
      'Email,First name,City',
      'new@example.org,New,Oslo',
      `${namedPeople.wellKnown.emailAddress},Ada,Abuja`,
      `${namedPeople.plusAddress.emailAddress},Nils,Tromsø`,
      `${namedPeople.leftEarly.emailAddress},Mara,`,
      'no-address,,',
      'new@example.org,Newer,Oslo',
    ].join('\n')
    const plan = await planOf(engine, csv)
    expect(plan.counts).toEqual({
      create: 1,
      update: 1,
      unchanged: 1,
      'held-back': 1,
      invalid: 1,
      duplicate: 1,
      'left-out': 0,
      delete: 0,
      leave: 0,
    })
    expect(Object.values(plan.counts).reduce((sum, n) => sum + n, 0)).toBe(plan.source.rows)
  })

  it('shows before and after, and the requests it will take', async () => {
    const plan = await planOf(engine, `Email,City\n${namedPeople.wellKnown.emailAddress},Abuja`, newsletter)
    const [row] = await engine.client.plans.rows({ plan: plan.id, kind: 'update', offset: 0, limit: 10 })
    const [change, join] = row?.changes ?? []
    expect(
      change?.object === 'contact' && [Object.values(change.before), Object.values(change.after)],
    ).toEqual([['Lagos'], ['Abuja']])
    expect(join).toMatchObject({ object: 'membership', op: 'join' })
    expect(plan.requests).toBe(2)
  })

  it('finds people by address whatever its case, and never mistakes an unreadable account for an empty one', async () => {
    const plan = await planOf(engine, `Email,First name\nADA.OKAFOR@Example.COM,Ada`)
    expect(plan.counts.unchanged).toBe(1)
    engine.practice.kit.faults.add({ kind: 'key-revoked', path: '/v4/subscribers' })
    await expect(planOf(engine, manyRows(3))).rejects.toMatchObject({ code: 'unauthorized' })
  })

  it('refuses a file without an address column, naming what is missing', async () => {
    await expect(planOf(engine, 'Name,City\nAnn,Oslo')).rejects.toThrow(/email/i)
  })

  it('names an audience that is gone or takes nobody', async () => {
    const sequence = { audiences: [{ kind: 'sequence', name: 'Winter sale 2024' }] } as const
    await expect(planOf(engine, manyRows(1), sequence)).rejects.toThrow(/Winter sale 2024/)
  })
})

describe('a run', () => {
  it('writes everyone and accounts for every row', async () => {
    const receipt = await run(manyRows(25))
    expect(receipt).toMatchObject({ status: 'finished', rows: 25, addsUp: true, stoppedBecause: null })
    expect(receipt.outcomes.written).toBe(25)
    expect(person('p24@example.org')).toMatchObject({ firstName: 'P24', state: 'active' })
    expect(tagsOf('p24@example.org')).toEqual(['Never used'])
    expect(fieldOf('p24@example.org', 'City')).toBe('Oslo')
  })

  it('S2: one row without an address doesn’t stop the other 999', async () => {
    const rows = manyRows(999).split('\n')
    rows.splice(3, 0, ',Nobody,Oslo')
    const receipt = await run(rows.join('\n'), {})
    expect(receipt.outcomes).toMatchObject({ written: 999, invalid: 1 })
    const rejects = await engine.client.runs.rejects({ run: receipt.id, afterRow: 0, limit: 10 })
    expect(rejects.rows).toMatchObject([{ row: 3, outcome: 'invalid', cells: ['', 'Nobody', 'Oslo'] }])
    expect(rejects.rows[0]?.reason).toMatch(/no email address/)
  })

  it('S3: blank cells erase nothing', async () => {
    const { emailAddress } = namedPeople.wellKnown
    const receipt = await run(`Email,First name,City,Country\n${emailAddress},,,`, {})
    expect(receipt.outcomes.unchanged).toBe(1)
    expect(fieldOf(emailAddress, 'City')).toBe('Lagos')
  })

  it('S4: people who left are held back by name, and none is tagged', async () => {
    const left = [namedPeople.leftEarly, namedPeople.bounced, namedPeople.complained]
    const receipt = await run(['Email,City', ...left.map((one) => `${one.emailAddress},X`)].join('\n'))
    expect(receipt.outcomes['held-back']).toBe(3)
    expect(writes()).toEqual([])
    const { rows } = await engine.client.runs.rejects({ run: receipt.id, afterRow: 0, limit: 10 })
    expect(rows.map(({ email, reason }) => [email, reason])).toEqual([
      [namedPeople.leftEarly.emailAddress, 'unsubscribed in the account'],
      [namedPeople.bounced.emailAddress, 'their address bounced in the account'],
      [namedPeople.complained.emailAddress, 'reported mail from the account as spam'],
    ])
  })

  it('writes the fields of people who left only where the user chose so, and still joins them to nothing', async () => {
    const { emailAddress } = namedPeople.leftEarly
    const receipt = await run(`Email,City\n${emailAddress},Bergen`, {
      ...newsletter,
      heldBack: 'fields-only',
    })
    expect(receipt.outcomes['held-back']).toBe(1)
    expect(fieldOf(emailAddress, 'City')).toBe('Bergen')
    expect(tagsOf(emailAddress)).toEqual(['Newsletter'])
    expect(person(emailAddress)?.state).toBe('cancelled')
  })

  it('holds back whoever the file says left, even where another row of theirs does not', async () => {
    const csv = 'Email,Unsubscribed\ngone@example.org,yes\nstays@example.org,no\nGONE@example.org,no'
    const receipt = await run(csv)
    expect(receipt.outcomes).toMatchObject({ 'held-back': 1, duplicate: 1, written: 1 })
    expect(person('gone@example.org')).toBeUndefined()
    expect(tagsOf('stays@example.org')).toEqual(['Never used'])
  })

  it('S5: the same address twice, in different case, is one person: the last row or the first', async () => {
    const csv = 'Email,First name\ntwin@example.org,First\nTwin@Example.org,Last'
    expect((await run(csv, {})).outcomes).toMatchObject({ written: 1, duplicate: 1 })
    expect(person('twin@example.org')?.firstName).toBe('Last')
    expect((await run(csv, { duplicates: 'first' })).outcomes).toMatchObject({ written: 1, duplicate: 1 })
    expect(person('twin@example.org')?.firstName).toBe('First')
  })

  it('S10: the same file again sends nothing; with 18 changes it sends 18', async () => {
    const csv = manyRows(100)
    await run(csv)
    const before = writes().length
    const again = await run(csv)
    expect(again.outcomes.unchanged).toBe(100)
    expect(writes().length).toBe(before)
    const changed = csv
      .split('\n')
      .map((line, n) => (n > 0 && n <= 18 ? line.replace('Oslo', 'Bergen') : line))
    expect((await run(changed.join('\n'))).outcomes).toMatchObject({ written: 18, unchanged: 82 })
    expect(writes().length).toBe(before + 18)
  })

  it('keeps what the service refused with its reason, and goes on', async () => {
    engine.practice.kit.faults.add({ kind: 'subscriber-limit', times: 1, skip: 2 })
    const receipt = await run(manyRows(5), {})
    expect(receipt.status).toBe('stopped')
    expect(receipt.stoppedBecause).toMatch(/limit/i)
    expect(receipt.addsUp).toBe(true)
    const resumed = await engine.client.runs.resume({})
    expect(resumed.outcomes.written).toBe(5)
  })

  it('never joins someone who leaves between preview and run', async () => {
    const plan = await planOf(engine, manyRows(1), newsletter)
    await run(manyRows(1), {})
    engine.practice.kit.faults.add({
      kind: 'unsubscribes-between',
      method: 'POST',
      path: '/v4/subscribers',
      times: 1,
    })
    const receipt = await engine.client.runs.start({ plan: plan.id })
    expect(receipt.outcomes['partly-written']).toBe(1)
    expect(tagsOf('p0@example.org')).toEqual([])
    const [row] = (
      await engine.client.runs.rows({ run: receipt.id, outcome: null, afterRow: 0, limit: 1 })
    ).slice()
    expect(row?.reason).toMatch(/Not added to tag “[^”]+”: /)
  })

  it('stops when the key is revoked in mid-run, says what to do, and resumes with a new key', async () => {
    engine.practice.kit.faults.add({ kind: 'key-revoked', method: 'POST', skip: 20 })
    const receipt = await run(manyRows(30), {})
    expect(receipt.status).toBe('stopped')
    expect(receipt.stoppedBecause).toMatch(/key/i)
    expect(receipt.outcomes['not-sent']).toBeGreaterThan(0)
    engine.practice.kit.faults.clear()
    expect((await engine.client.runs.resume({ run: receipt.id })).outcomes.written).toBe(30)
  })

  it('refuses to go on over an edited file, and loses nothing', async () => {
    engine.practice.kit.faults.add({ kind: 'key-revoked', method: 'POST', skip: 10 })
    const receipt = await run(manyRows(30), {})
    engine.practice.kit.faults.clear()
    engine.file('people.csv', manyRows(31))
    await expect(engine.client.runs.resume({})).rejects.toMatchObject({ code: 'conflict' })
    engine.file('people.csv', manyRows(30))
    expect((await engine.client.runs.resume({})).outcomes.written).toBe(30)
    expect(receipt.addsUp).toBe(true)
  })
})

describe('a field that is gone', () => {
  it('stops the run after the first person, names the field, and says what to do', async () => {
    const plan = await planOf(engine, manyRows(10), {})
    const { customFields } = engine.practice.kit.state
    for (const [id, field] of customFields) if (field.label === 'City') customFields.delete(id)
    const receipt = await engine.client.runs.start({ plan: plan.id })
    expect(receipt.status).toBe('stopped')
    expect(receipt.outcomes.written).toBeLessThan(10)
    expect(receipt.addsUp).toBe(true)
  })
})

describe('mode append', () => {
  const append = (cursorColumn: number | null): SyncChoices => ({
    mode: 'append',
    append: { recipe: 'booth', cursorColumn },
  })

  it('leaves out people it has dealt with, by identity', async () => {
    await run(manyRows(5), append(null))
    const receipt = await run(manyRows(8, 'Bergen'), append(null))
    expect(receipt.outcomes).toMatchObject({ 'left-out': 5, written: 3 })
    expect(fieldOf('p0@example.org', 'City')).toBe('Oslo')
  })

  it('goes by a cursor column, and never skips a row that failed below the bookmark', async () => {
    const csv = (ids: readonly number[]) =>
      ['Email,City,Order id', ...ids.map((id) => `c${id}@example.org,Oslo,${id}`)].join('\n')
    engine.practice.kit.faults.add({ kind: 'key-revoked', method: 'POST', skip: 3 })
    const first = await run(csv([9, 10, 11, 12, 13, 14]), append(2))
    engine.practice.kit.faults.clear()
    const missing = first.outcomes['not-sent'] + first.outcomes['in-doubt']
    const second = await run(csv([9, 10, 11, 12, 13, 14, 100]), append(2))
    expect(second.outcomes['left-out'] + second.outcomes.written).toBe(7)
    expect(second.outcomes.written).toBe(missing + 1)
    const third = await run(csv([9, 14, 100, 101]), append(2))
    expect(third.outcomes).toMatchObject({ 'left-out': 3, written: 1 })
  })
})

describe('full refresh', () => {
  it('sends every valid row again, without doing anyone harm', async () => {
    await run(manyRows(4))
    const before = writes().length
    const receipt = await run(manyRows(4), { ...newsletter, mode: 'full-refresh' })
    expect(receipt.outcomes.written).toBe(4)
    expect(writes().length - before).toBe(8)
    expect(engine.practice.kit.tally.of(person('p0@example.org')?.id ?? 0)).toMatchObject({
      created: 1,
      tagAdds: 1,
    })
  })
})
