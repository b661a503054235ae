import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { klaviyoConnector } from '../../../../electron/engine/connectors/klaviyo/klaviyoConnector.ts'
import type { Change, ChangeId, RemoteId } from '../../../../shared/model.ts'
import { all } from '../../../support/all.ts'
import { type KnownException, loadOpenApi, type SentRequest, unexplained } from '../../../support/openapi.ts'
import { fixedCredentials } from '../../../support/credentials.ts'
import { consent, create, join as joinList, leave, update } from './changes.ts'
import { followingJobs } from './followingJobs.ts'
import { startKlaviyoHarness } from './klaviyoHarness.ts'

/** Where Klaviyo's own OpenAPI document lies, as `klaviyo-openapi.json`. It is not ours to ship. */
const folder = process.env['LISTFERRY_OPENAPI_DIR']

const known: readonly KnownException[] = []

describe.skipIf(folder === undefined)(
  "the Klaviyo connector against Klaviyo's own document (skipped without LISTFERRY_OPENAPI_DIR)",
  () => {
    it('sends only requests that the document declares', async () => {
      const openApi = loadOpenApi(join(folder ?? '', 'klaviyo-openapi.json'))
      const sent = await everyKindOfRequest()
      const problems = sent.flatMap((request) => {
        const { pathname } = new URL(request.address, 'http://klaviyo')
        const name = openApi.find(request.method, pathname)?.name ?? ''
        return unexplained(name, openApi.validateRequest(request), known).map(
          (problem) => `${name}: ${problem}`,
        )
      })
      expect([...new Set(problems)]).toEqual([])
      const kinds = sent.map(
        ({ method, address }) => openApi.find(method, new URL(address, 'http://k').pathname)?.name,
      )
      expect(new Set(kinds).size).toBeGreaterThan(9)
    })
  },
)

async function everyKindOfRequest(): Promise<readonly SentRequest[]> {
  const there = await startKlaviyoHarness()
  onTestFinished(() => there.close())
  const sent: SentRequest[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { pathname, search } = new URL(input)
    const body = typeof init?.body === 'string' ? { body: JSON.parse(init.body) as unknown } : {}
    sent.push({ method: init?.method ?? 'GET', address: pathname + search, ...body })
    await there.clock.advance(1_000)
    return globalThis.fetch(input, init)
  }
  const { address, clock, secret } = there
  const credentials = fixedCredentials(secret)
  const account = klaviyoConnector.open(credentials, { address, clock, fetch })
  const signal = new AbortController().signal
  await account.identify(signal)
  await account.describe(signal)
  for (const request of [
    { what: 'people' },
    { what: 'changed', since: '2026-11-19T09:00:00Z' },
    { what: 'left' },
    { what: 'these', emails: ['a+b@example.com', 'c@example.com'] },
    { what: 'members', audience: there.audience },
  ] as const) {
    await account.cost(request, signal)
    await all(account.pull(request, signal))
  }
  for (const { id: type, incremental } of klaviyoConnector.objects ?? []) {
    await all(account.readObjects?.({ type }, signal) ?? none())
    for (const by of incremental)
      await all(account.readObjects?.({ type, since: { by, at: '2026-11-01T00:00:00Z' } }, signal) ?? none())
  }
  const changes = everyKindOfChange(there.audience.id, there.people()[0]?.remoteId ?? ('' as RemoteId))
  const advance = (ms: number) => clock.advance(ms)
  const following = followingJobs(
    { ...klaviyoConnector, open: () => account },
    { ...clock, sleep: advance, advance },
  ).open(credentials, { address, clock, fetch })
  await all(following.apply(changes, signal))
  await account.alreadyDone(changes, signal)
  return sent
}

async function* none(): AsyncGenerator<never> {
  // The connector has objects; its type allows for those without.
}

function everyKindOfChange(list: string, known: RemoteId): Change[] {
  const audience = { kind: 'list', id: list } as const
  const phone = '+12025550123'
  return [
    create(1, { first_name: 'Zoë', 'property:points': 3, 'location.city': 'Oslo' }),
    joinList(1, list),
    consent(1, { audience }),
    create(2, { phone_number: phone }),
    consent(2, {
      channels: ['email', 'sms'],
      key: { remoteId: null, email: 'new2@example.com', phone },
      consentedAt: '2024-01-15T00:00:00Z',
    }),
    update(3, known, { organization: null, 'property:points': null }),
    joinList(4, list, known),
    leave(5, list, known),
    {
      id: 60 as ChangeId,
      row: 6,
      repeat: 'safe',
      object: 'unsubscription',
      op: 'unsubscribe',
      key: { remoteId: known, email: 'p6@example.com' },
      before: 'subscribed',
    },
  ]
}
