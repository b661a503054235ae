import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { AudienceRef, Change, ChangeId, RemoteId } from '../../../../shared/model.ts'
import { kitConnector } from '../../../../electron/engine/connectors/kit/kitConnector.ts'
import { all } from '../../../support/all.ts'
import { type KnownException, loadOpenApi, type SentRequest, unexplained } from '../../../support/openapi.ts'
import { fixedCredentials } from '../../../support/credentials.ts'
import { type KitWay, startKitHarness } from './kitHarness.ts'
import { everyObjectRequest } from './objectRequests.ts'

/** Where Kit's own OpenAPI document lies, as `kit-openapi.json`. It is not ours to ship. */
const folder = process.env['LISTFERRY_OPENAPI_DIR']

const known: readonly KnownException[] = [
  {
    operation: '',
    problem: /\/v4\/webhook_endpoints.* is not declared/,
    because: 'the newer webhooks came on 2026-08-27, after this copy of the document',
  },
  ...['POST /v4/broadcasts', 'PUT /v4/broadcasts/{id}'].map((operation) => ({
    operation,
    problem: /subscriber_filter\/0 must have required property/,
    because: 'its prose allows one of all, any and none, and its schema asks for all three',
  })),
  {
    operation: 'PUT /v4/broadcasts/{id}',
    problem: /required property '(email_address|thumbnail_alt|thumbnail_url)'/,
    because: 'what is not to change is left out: drafts with a subject alone pass against the live service',
  },
  {
    operation: 'PUT /v4/subscribers/{id}',
    problem: /required property 'email_address'/,
    because:
      "Kit's own SDK leaves the address out and passes against the live service; sending it would undo a change",
  },
  {
    operation: 'POST /v4/forms/{form_id}/subscribers/{id}',
    problem: /required property 'referrer'/,
    because: "Kit's own SDK leaves the referrer out when there is none",
  },
  {
    operation: 'DELETE /v4/tags/{tag_id}/subscribers',
    problem: /body is not declared/,
    because: 'the document forgets how the person is named; Kit’s own SDK sends this body',
  },
  {
    operation: 'DELETE /v4/bulk/tags/subscribers',
    problem: /body is not declared/,
    because: 'the document forgets the taggings; Kit’s own SDK sends this body',
  },
]

describe.skipIf(folder === undefined)(
  "the Kit connector against Kit's own document (skipped without LISTFERRY_OPENAPI_DIR)",
  () => {
    it.each(['api-key', 'oauth'] as const)('sends only requests that it declares (%s)', async (way) => {
      const openApi = loadOpenApi(join(folder ?? '', 'kit-openapi.json'))
      const sent = await everyKindOfRequest(way)
      const problems = sent.flatMap((request) => {
        const { pathname } = new URL(request.address, 'http://kit')
        const name = openApi.find(request.method, pathname)?.name ?? ''
        return unexplained(name, openApi.validateRequest(request), known).map(
          (problem) => `${name}: ${problem}`,
        )
      })
      expect(problems).toEqual([])
      expect(new Set(sent.map(({ method, address }) => `${method} ${address}`)).size).toBeGreaterThan(20)
    })
  },
)

async function everyKindOfRequest(way: KitWay): Promise<readonly SentRequest[]> {
  const there = await startKitHarness(way)
  onTestFinished(() => there.close())
  const sent: SentRequest[] = []
  const fetch: typeof globalThis.fetch = (input, init) => {
    const { pathname, search } = new URL(input)
    const body = typeof init?.body === 'string' ? { body: JSON.parse(init.body) as unknown } : {}
    sent.push({ method: init?.method ?? 'GET', address: pathname + search, ...body })
    return globalThis.fetch(input, init)
  }
  const { address, clock, secret } = there
  const account = kitConnector.open(fixedCredentials(secret), { address, clock, fetch, form: way })
  const signal = new AbortController().signal
  await account.identify(signal)
  const { audiences } = await account.describe(signal)
  const requests = [
    { what: 'people' },
    { what: 'changed', since: '2026-11-19T09:00:00Z' },
    { what: 'left' },
    { what: 'these', emails: ['a+b@example.com', 'c@example.com'] },
    { what: 'members', audience: there.audience },
    { what: 'members', audience: there.mailingAudience },
  ] as const
  for (const request of requests) {
    await account.cost(request, signal)
    await all(account.pull(request, signal))
  }
  const joins = audiences.filter(({ open }) => open).slice(0, 20)
  for (const remoteId of [null, there.people()[0]?.remoteId ?? null]) {
    const changes = rowOf(remoteId, joins)
    await all(account.apply(changes, signal))
    await account.alreadyDone(changes, signal)
  }
  await everyObjectRequest(account, there.people()[0]?.remoteId ?? ('0' as RemoteId), async () =>
    Promise.resolve(clock.advance(61_000)),
  )
  return sent
}

/** A person written, put into every audience, by id or by address. */
function rowOf(remoteId: RemoteId | null, audiences: readonly AudienceRef[]): Change[] {
  const base = { row: 1, repeat: 'safe', key: { remoteId, email: 'new@example.com' } } as const
  const op = remoteId === null ? 'create' : 'update'
  const contact: Change = {
    ...base,
    id: 1 as ChangeId,
    object: 'contact',
    op,
    before: {},
    after: { first_name: 'Zoë' } as Record<string, string>,
  }
  const joins = audiences.map(({ kind, id }, n): Change => ({
    ...base,
    id: (n + 2) as ChangeId,
    object: 'membership',
    op: 'join',
    audience: { kind, id },
  }))
  const [tag] = audiences.filter(({ kind }) => kind === 'tag')
  if (!tag) throw new Error('The practice account has no tag')
  const audience = { kind: tag.kind, id: tag.id }
  const leave: Change = { ...base, id: 99 as ChangeId, object: 'membership', op: 'leave', audience }
  return [contact, ...joins, leave]
}
