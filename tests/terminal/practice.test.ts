import { once } from 'node:events'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startListferry } from '../support/terminal.ts'

interface PracticeJson {
  readonly address: string
  readonly kit: {
    readonly key: string
    readonly oauth: {
      readonly clientId: string
      readonly withSecret: { readonly clientId: string; readonly clientSecret: string }
    }
    readonly v3: { readonly apiKey: string; readonly apiSecret: string }
  }
}

describe('listferry practice', () => {
  it('says where the accounts are and what opens each way into Kit, and ends when told to', async () => {
    const { child, finished } = startListferry(['practice', '--port', '0', '--json'], {})
    onTestFinished(() => {
      child.kill('SIGKILL')
    })
    const [chunk] = (await once(child.stdout, 'data')) as [Buffer]
    const { address, kit } = JSON.parse(chunk.toString()) as PracticeJson
    const status = async (path: string, init: RequestInit = {}) =>
      (await fetch(`${address}${path}`, init)).status
    expect(await status('/v4/account', { headers: { 'X-Kit-Api-Key': kit.key } })).toBe(200)
    expect(await status(`/v3/account?api_secret=${kit.v3.apiSecret}`)).toBe(200)
    expect(await status(`/v3/tags?api_key=${kit.v3.apiKey}`)).toBe(200)
    const wanted = { response_type: 'code', redirect_uri: 'http://127.0.0.1:1/' }
    const challenge = { code_challenge: 'x', code_challenge_method: 'S256' }
    for (const parameters of [
      { client_id: kit.oauth.clientId, ...wanted, ...challenge },
      { client_id: kit.oauth.withSecret.clientId, ...wanted },
    ])
      expect(
        await status(`/oauth/authorize?${new URLSearchParams(parameters).toString()}`, {
          redirect: 'manual',
        }),
      ).toBe(302)
    child.kill('SIGINT')
    expect(await finished).toMatchObject({ exitCode: 0, stderr: '' })
  })
})
