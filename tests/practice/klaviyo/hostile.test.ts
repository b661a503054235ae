import { describe, expect, it } from 'vitest'
import { operations } from '../../../electron/practice/klaviyo/operations.ts'
import { startTestKlaviyo } from './klaviyoHarness.ts'
import type { TestKlaviyo } from './klaviyoHarness.ts'

const bodies: readonly unknown[] = [
  '{"data":null}',
  '{"data":[]}',
  '{"data":[null]}',
  '{"data":{"type":null,"id":[],"attributes":[],"relationships":"x"}}',
  '{"data":{"__proto__":{"type":"list"},"constructor":1,"attributes":{"__proto__":null}}}',
  '{"data":{"type":"\\ud800","id":"\\u0000","attributes":{"name":"\\ud800","email":"\\u0000@x.example"}}}',
  `{"data":{"attributes":{"profiles":{"data":${'['.repeat(150)}${']'.repeat(150)}}}}}`,
  '{"data":{"attributes":{"profiles":{"data":[null,1,"x",[],{"attributes":null},{"attributes":{"email":1e999}}]}}}}',
  '{"data":{"attributes":{"events-bulk-create":{"data":[{}]},"metric":{},"profile":{}}}}',
  '{"data":{"type":"profile","attributes":{"properties":{"a":1}},"meta":{"patch_properties":{"append":null,"unset":[1]},"patch_identifiers":{"append":{"email":5}}}}}',
]

const queries = [
  'filter=' + '('.repeat(2000),
  'filter=' + encodeURIComponent(`equals(name,"${'\\'.repeat(3000)}`),
  'filter=' + encodeURIComponent(`equals(name,"${'a'.repeat(5000)}")`),
  'filter=%00&sort=%00&include=%00',
  'page[cursor]=WyJuZXh0IixudWxsLCIiXQ',
  'page[cursor]=http://127.0.0.1/%zz',
  'page[size]=1e9',
  'fields[profile]=__proto__,constructor.name,location.__proto__.x',
  'fields[__proto__]=x&additional-fields[constructor]=y',
  'include=lists,lists,lists&sort=',
]

/** Sends a request to an operation, with ids of things that are there and of things that aren't. */
async function send({ ask, clock }: TestKlaviyo, method: string, path: string, body?: unknown) {
  await clock.advance(61_000)
  const answer = await ask(method, path, body)
  return `${method} ${path} ${answer.status}`
}

describe('hostile requests', () => {
  it('with bodies of the wrong shape are refused everywhere, never a crash', async () => {
    const practice = await startTestKlaviyo()
    const { id } = practice.person('ada.okafor@example.com')
    const answers = []
    for (const { method, path } of operations.filter(({ body }) => body !== undefined))
      for (const body of bodies) answers.push(await send(practice, method, path.replace('{id}', id), body))
    expect(answers.filter((text) => !/ (400|404|409)$/.test(text))).toEqual([])
    expect(practice.klaviyo.state.profiles.size).toBe(300)
  })

  it('with queries that make no sense are refused or answered, never a crash', async () => {
    const practice = await startTestKlaviyo()
    const answers = []
    for (const { method, path } of operations.filter(({ query }) => query !== undefined))
      for (const query of queries)
        answers.push(await send(practice, method, `${path.replace('{id}', 'x')}?${query}`))
    expect(answers.filter((text) => !/ (200|400|403|404)$/.test(text))).toEqual([])
  })

  it('with paths that are no text are a 404', async () => {
    const practice = await startTestKlaviyo()
    for (const id of ['%zz', '%00', '%2e%2e%2f', '__proto__', 'constructor', 'x'.repeat(5000)])
      for (const path of ['lists', 'profiles', 'segments', 'tags', 'metrics', 'profile-bulk-import-jobs'])
        expect(await send(practice, 'GET', `/api/${path}/${id}`)).toMatch(/ 404$/)
  })
})
