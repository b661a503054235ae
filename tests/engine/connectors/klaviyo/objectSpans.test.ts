import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../../electron/engine/clock.ts'
import { klaviyoConnector } from '../../../../electron/engine/connectors/klaviyo/klaviyoConnector.ts'
import type { ObjectPage, ObjectRequest } from '../../../../electron/engine/connectors/connector.ts'
import { arrangeProfile, listNamed } from '../../../../electron/practice/klaviyo/arrange.ts'
import { recordEvent } from '../../../../electron/practice/klaviyo/recordEvent.ts'
import { type RunningPractice, startPractice } from '../../../../electron/practice/startPractice.ts'
import { all } from '../../../support/all.ts'
import { fixedCredentials } from '../../../support/credentials.ts'

const signal = new AbortController().signal
const dayMs = 86_400_000
let practice: RunningPractice
let list: string

beforeAll(async () => {
  practice = await startPractice({ speed: 10_000, lagMs: 0 })
  const { state } = practice.klaviyo
  const newsletter = listNamed(state, 'Newsletter')
  list = newsletter.id
  for (let n = 0; n < 1500; n += 1) {
    const createdAt = state.now() - (1500 - n) * dayMs
    const { id } = arrangeProfile(state, { email: `spread${n}@example.com`, createdAt })
    newsletter.members.set(id, createdAt)
    for (let k = 0; k < 6; k += 1)
      recordEvent(state, { metricName: 'Seen', profileId: id, at: createdAt + k * 3_600_000, properties: {} })
  }
})
afterAll(() => practice.close())

/** The account, and how many requests to it were under way at once. */
function opened() {
  const seen = { most: 0 }
  let underWay = 0
  const counted: typeof fetch = async (input, init) => {
    underWay += 1
    seen.most = Math.max(seen.most, underWay)
    try {
      const answer = await fetch(input, init)
      // Its limit is not what this is about.
      return answer.status === 429 ? await counted(input, init) : answer
    } finally {
      underWay -= 1
    }
  }
  const secret = { form: 'private-key', values: { privateKey: practice.klaviyo.keys.all } }
  const account = klaviyoConnector.open(fixedCredentials(secret), {
    address: practice.address,
    clock: systemClock,
    fetch: counted,
  })
  return { account, seen }
}

const read = (request: ObjectRequest, { account } = opened()) =>
  all(account.readObjects?.(request, signal) ?? nothing())
async function* nothing(): AsyncGenerator<ObjectPage> {
  // Klaviyo has objects.
}
const idsOf = (pages: readonly { readonly objects: readonly { readonly id: string }[] }[]) =>
  pages.flatMap(({ objects }) => objects.map(({ id }) => id))

describe('a long list of Klaviyo’s that may be read in any order', () => {
  it.each([
    ['events', {}],
    ['profiles', {}],
    ['listMembers', { parent: 'Newsletter' }],
  ] as const)('of %s is read from several places at once, and misses nothing', async (type, of) => {
    const inOrder = opened()
    const ordered = await read({ type, ...of }, inOrder)
    const atOnce = opened()
    const pages = await read({ type, ...of, anyOrder: true }, atOnce)
    expect(new Set(idsOf(pages))).toEqual(new Set(idsOf(ordered)))
    expect(inOrder.seen.most).toBe(1)
    expect(atOnce.seen.most).toBeGreaterThanOrEqual(3)
    expect(pages.at(-1)?.cursor).toBeUndefined()
  })

  it('goes on from the cursor of any page, with what was not given out yet', async () => {
    const request = { type: 'profiles', anyOrder: true } as const
    const pages = await read(request)
    const everyone = new Set(idsOf(pages))
    for (const stop of [0, 4, 9]) {
      const { cursor = '' } = pages[stop] ?? {}
      const rest = await read({ ...request, cursor })
      expect(new Set([...idsOf(pages.slice(0, stop + 1)), ...idsOf(rest)])).toEqual(everyone)
    }
  })

  it('goes on in order where it was begun in order, by an earlier version too', async () => {
    const ordered = await read({ type: 'events' })
    const { after } = JSON.parse(ordered[0]?.cursor ?? '{}') as { after: string }
    const cursor = JSON.stringify({ parent: null, walk: 0, after })
    const rest = await read({ type: 'events', anyOrder: true, cursor })
    expect(idsOf(rest)).toEqual(idsOf(ordered.slice(1)))
  })

  it('begins with what is new where only that is wanted', async () => {
    const at = new Date(practice.klaviyo.state.now() - 300 * dayMs).toISOString().replace(/\.\d+Z$/, 'Z')
    const request = { type: 'listMembers', parent: list, since: { by: 'added_after', at } } as const
    const ordered = await read(request)
    const pages = await read({ ...request, anyOrder: true })
    expect(new Set(idsOf(pages))).toEqual(new Set(idsOf(ordered)))
    expect(idsOf(ordered).length).toBeLessThan(600)
  })
})
