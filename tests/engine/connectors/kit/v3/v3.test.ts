import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Account } from '../../../../../electron/engine/connectors/connector.ts'
import { kitConnector } from '../../../../../electron/engine/connectors/kit/kitConnector.ts'
import { audienceIdByName } from '../../../../../electron/practice/kit/arrange.ts'
import { leave } from '../../../../../electron/practice/kit/subscriberWrites.ts'
import { v3Keys } from '../../../../../electron/practice/kit/v3/v3Keys.ts'
import { type RunningPractice, startPractice } from '../../../../../electron/practice/startPractice.ts'
import { AppError } from '../../../../../shared/errors.ts'
import type { AudienceRef, Change, ChangeId, FieldId, RemoteId } from '../../../../../shared/model.ts'
import { sendRows } from '../../../../suites/connector/sending.ts'
import { all } from '../../../../support/all.ts'
import { fixedCredentials } from '../../../../support/credentials.ts'
import { createManualClock, type ManualClock } from '../../../../support/manualClock.ts'

const { signal } = new AbortController()

describe('Kit’s version 3', () => {
  let clock: ManualClock
  let practice: RunningPractice
  let account: Account

  const open = (values: Readonly<Record<string, string>> = { ...v3Keys }) =>
    kitConnector.open(fixedCredentials({ form: 'v3', values }), {
      address: practice.address,
      clock,
      fetch: globalThis.fetch,
      form: 'v3',
    })
  beforeEach(async () => {
    clock = createManualClock()
    practice = await startPractice({ clock, lagMs: 0 })
    account = open()
  })
  afterEach(() => practice.close())

  const writes = () =>
    practice.kit.requests.entries
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path }) => `${method} ${path}`)
  const audience = (kind: 'form' | 'tag' | 'sequence', name: string): AudienceRef => ({
    kind,
    id: String(audienceIdByName(practice.kit.state, kind, name)),
  })
  const someone = () => {
    const found = [...practice.kit.state.subscribers.all()].find(({ state }) => state === 'active')
    if (!found) throw new Error('Nobody is active')
    return found
  }
  const city = () =>
    `custom:${[...practice.kit.state.customFields.values()].find(({ label }) => label === 'City')?.id}` as FieldId

  function row(
    key: { readonly remoteId: RemoteId | null; readonly email: string },
    after: Readonly<Record<string, string>> | null,
    ...joins: readonly AudienceRef[]
  ): Change[] {
    const base = { row: 1, repeat: 'safe', key } as const
    const op = key.remoteId === null ? 'create' : 'update'
    return [
      ...(after ? [{ ...base, id: 1 as ChangeId, object: 'contact', op, before: {}, after } as Change] : []),
      ...joins.map((one, n): Change => ({
        ...base,
        id: (n + 2) as ChangeId,
        object: 'membership',
        op: 'join',
        audience: one,
      })),
    ]
  }

  it('brings a person in with fields, tags and a form in one call', async () => {
    const joins = [
      audience('tag', 'Newsletter'),
      audience('form', 'Weekly letter'),
      audience('tag', 'Never used'),
    ]
    const key = { remoteId: null, email: 'one@example.com' }
    const changes = row(key, { first_name: 'Zoë', [city()]: 'Oslo' }, ...joins)
    const outcomes = await sendRows(account, [changes])
    expect(outcomes.map(({ status }) => status)).toEqual(changes.map(() => 'written'))
    expect(writes()).toEqual([`POST /v3/forms/${joins[1]?.id}/subscribe`])
    const person = [...practice.kit.state.subscribers.all()].find((one) => one.emailAddress === key.email)
    expect(person).toMatchObject({ firstName: 'Zoë' })
    expect([...(person?.values.values() ?? [])]).toEqual(['Oslo'])
  })

  it('writes people it knows by id where there is nothing to put them into', async () => {
    const { id, emailAddress } = someone()
    const key = { remoteId: String(id) as RemoteId, email: emailAddress }
    await sendRows(account, [row(key, { [city()]: 'Oslo' })])
    expect(writes()).toEqual([`PUT /v3/subscribers/${id}`])
  })

  it('says that it can’t create people outside a form, a tag or a sequence', async () => {
    const key = { remoteId: null, email: 'two@example.com' }
    const [outcome] = await sendRows(account, [row(key, { first_name: 'Zoë' })])
    expect(outcome).toMatchObject({ status: 'rejected' })
    expect(outcome?.reason).toMatch(/form, a tag or a sequence/)
    expect(writes()).toEqual([])
  })

  it('puts nobody anywhere who unsubscribed a minute ago', async () => {
    const person = someone()
    const key = { remoteId: String(person.id) as RemoteId, email: person.emailAddress }
    const tag = audience('tag', 'Never used')
    await sendRows(account, [row({ remoteId: null, email: 'other@example.com' }, {}, tag)])
    leave(practice.kit.state, person)
    await clock.advance(61_000)
    const [outcome] = await sendRows(account, [row(key, null, tag)])
    expect(outcome).toMatchObject({ status: 'held-back' })
    expect(outcome?.reason).toMatch(/unsubscribed/)
    expect(writes()).toHaveLength(1)
  })

  it('stops when a tag is gone, which version 3 would pass over', async () => {
    const tag = audience('tag', 'Never used')
    await account.describe(signal)
    practice.kit.state.tags.delete(Number(tag.id))
    await clock.advance(5 * 60_000 + 1)
    const { id, emailAddress } = someone()
    const key = { remoteId: String(id) as RemoteId, email: emailAddress }
    const changes = row(key, null, tag, audience('form', 'Weekly letter'))
    const error: unknown = await sendRows(account, [changes]).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'not-found' })
    expect((error as AppError).message).toContain('“Never used”')
    expect(writes()).toEqual([])
  })

  it('skips nobody when people drop out of a list that is being read', async () => {
    const active = [...practice.kit.state.subscribers.all()].filter(({ state }) => state === 'active')
    const seen = new Set<string>()
    let hasLeft = false
    for await (const page of account.pull({ what: 'people' }, signal)) {
      for (const { remoteId } of page.contacts) seen.add(remoteId)
      // Ten of the first page leave before the second is fetched.
      if (!hasLeft) for (const person of active.slice(0, 10)) leave(practice.kit.state, person)
      hasLeft = true
      await clock.advance(1000)
    }
    for (const { id } of active) expect(seen).toContain(String(id))
  })

  it('finds everybody by address, also who unsubscribed', async () => {
    const gone = [...practice.kit.state.subscribers.all()].find(({ state }) => state === 'cancelled')
    const known = [someone().emailAddress, gone?.emailAddress ?? '']
    const emails = [...known, 'nobody@example.com', 'not an address']
    const pages = await all(account.pull({ what: 'these', emails }, signal))
    const found = pages.flatMap(({ contacts }) => contacts.map(({ email }) => email))
    expect(found.sort()).toEqual(known.sort())
    expect(pages.flatMap(({ refused = [] }) => refused)).toContain('not an address')
  })

  it.each([
    [{ apiKey: v3Keys.apiSecret, apiSecret: v3Keys.apiKey }, /wrong way round/],
    [{ apiKey: 'kit_0123456789abcdef', apiSecret: v3Keys.apiSecret }, /API key of version 4/],
    [{ apiKey: v3Keys.apiKey, apiSecret: 'me@example.com' }, /email address/],
  ])('says what is wrong before anything is sent: %#', async (values, words) => {
    const error: unknown = await open(values)
      .identify(signal)
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(AppError)
    expect((error as AppError).message).toMatch(words)
    expect(practice.kit.requests.entries).toEqual([])
  })
})
