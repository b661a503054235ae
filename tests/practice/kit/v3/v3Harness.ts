import { v3Keys } from '../../../../electron/practice/kit/v3/v3Keys.ts'
import type { TestAnswer, TestPractice } from '../../harness.ts'
import { startTestPractice } from '../../harness.ts'

export interface V3Practice extends TestPractice {
  /** Sends a request with the secret in its body, or in its query where there is none. */
  readonly v3: (method: string, path: string, body?: object) => Promise<TestAnswer>
  /** The same with the key only. */
  readonly withKey: (method: string, path: string, body?: object) => Promise<TestAnswer>
}

export async function startV3(): Promise<V3Practice> {
  const practice = await startTestPractice()
  const sender = (credential: Record<string, string>) => (method: string, path: string, body?: object) => {
    if (body !== undefined) return practice.call(method, `/v3/${path}`, { ...credential, ...body }, {})
    const query = new URLSearchParams(credential).toString()
    return practice.call(method, `/v3/${path}${path.includes('?') ? '&' : '?'}${query}`, undefined, {})
  }
  return {
    ...practice,
    v3: sender({ api_secret: v3Keys.apiSecret }),
    withKey: sender({ api_key: v3Keys.apiKey }),
  }
}
