import { describe, expect, it } from 'vitest'
import type { TestPractice } from '../../harness.ts'
import { startTestPractice } from '../../harness.ts'
import type { TokenJson } from './oauthHarness.ts'
import { asked, bearer, postToken, refreshOf, signIn } from './oauthHarness.ts'

async function read(practice: TestPractice, token: string) {
  const { status, json } = await practice.call('GET', '/v4/tags', undefined, bearer(token))
  return [status, (json as { errors?: readonly string[] }).errors?.[0]]
}

describe('what goes wrong with tokens on purpose', () => {
  it('a token expires at a request, and its refresh token still counts', async () => {
    const practice = await startTestPractice()
    const first = await signIn(practice)
    practice.kit.faults.set([{ kind: 'expire-token', skip: 1, times: 1 }])
    expect((await practice.call('GET', '/v4/tags')).status).toBe(200)
    expect(await read(practice, first.access_token)).toEqual([200, undefined])
    for (let time = 0; time < 2; time++)
      expect(await read(practice, first.access_token)).toEqual([401, 'The access token expired'])
    const second = (await postToken(practice, refreshOf(first.refresh_token))).json as TokenJson
    expect(await read(practice, second.access_token)).toEqual([200, undefined])
  })

  it('the account takes the access away: nothing can be renewed any more', async () => {
    const practice = await startTestPractice()
    const tokens = await signIn(practice)
    practice.kit.faults.set([{ kind: 'revoke-access', times: 1 }])
    for (let time = 0; time < 2; time++)
      expect(await read(practice, tokens.access_token)).toEqual([401, 'The access token was revoked'])
    expect((await postToken(practice, refreshOf(tokens.refresh_token))).json).toMatchObject({
      error: 'invalid_grant',
    })
  })

  it('the answer to a refresh is lost after the tokens were renewed', async () => {
    const practice = await startTestPractice()
    const { refresh_token } = await signIn(practice)
    practice.kit.faults.set([{ kind: 'lose-refresh-answer', times: 1 }])
    await expect(postToken(practice, refreshOf(refresh_token))).rejects.toThrow('fetch failed')
    expect(practice.kit.oauth.tokens.all().map(({ ended }) => ended)).toEqual(['refreshed', null])
    expect((await postToken(practice, refreshOf(refresh_token))).json).toMatchObject({
      error: 'invalid_grant',
    })
  })

  it('the OAuth server can be down like any other part', async () => {
    const practice = await startTestPractice()
    const { refresh_token } = await signIn(practice)
    practice.kit.faults.set([{ kind: 'unavailable', path: '/oauth/*', times: 1 }])
    expect((await postToken(practice, refreshOf(refresh_token))).status).toBe(503)
    expect((await postToken(practice, refreshOf(refresh_token))).status).toBe(200)
  })

  it('renewed tokens are a commit, before they are answered', async () => {
    const practice = await startTestPractice()
    const { refresh_token } = await signIn(practice)
    const commits: unknown[] = []
    practice.kit.onCommit((commit) => {
      commits.push(commit)
    })
    await postToken(practice, refreshOf(refresh_token))
    expect(commits).toEqual([{ method: 'POST', path: '/oauth/token', status: 200, subscriberId: undefined }])
  })

  it('the control ends tokens at once, of one app or of all, and shows what they are worth', async () => {
    const practice = await startTestPractice()
    const first = await signIn(practice)
    const control = (path: string, body?: unknown) =>
      practice.call('POST', `/practice/kit/oauth/${path}`, body, {})
    expect((await control('expire', { client_id: 'another' })).json).toEqual({ expired: 0 })
    expect((await control('expire')).json).toEqual({ expired: 1 })
    expect(await read(practice, first.access_token)).toEqual([401, 'The access token expired'])
    await postToken(practice, refreshOf(first.refresh_token))
    expect((await control('revoke', { client_id: asked.client_id })).json).toEqual({ revoked: 1 })
    const shown = await practice.call('GET', '/practice/kit/oauth', undefined, {})
    expect(shown.json).toMatchObject({ tokens: [{ state: 'refreshed' }, { state: 'revoked' }] })
    expect(shown.text).not.toContain(first.access_token)
    expect((await control('revoke', { nonsense: 1 })).status).toBe(422)
  })

  it('the page shows the apps and the states of their tokens, never a token', async () => {
    const practice = await startTestPractice()
    const { access_token, refresh_token } = await signIn(practice)
    const { text } = await practice.call('GET', '/practice', undefined, {})
    expect(text).toContain(asked.client_id)
    expect(text).toContain('<td>valid</td>')
    expect(text).not.toMatch(new RegExp(`${access_token}|${refresh_token}`))
  })
})
