import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../electron/engine/clock.ts'
import type { Connector, ObjectPage, ObjectRequest } from '../../../electron/engine/connectors/connector.ts'
import type { Secret } from '../../../electron/engine/connectors/credentials.ts'
import { kitConnector } from '../../../electron/engine/connectors/kit/kitConnector.ts'
import { klaviyoConnector } from '../../../electron/engine/connectors/klaviyo/klaviyoConnector.ts'
import { type RunningPractice, startPractice } from '../../../electron/practice/startPractice.ts'
import { all } from '../../support/all.ts'
import { fixedCredentials } from '../../support/credentials.ts'
import { signedIn } from '../../support/signedIn.ts'
import { smallPages } from '../../support/smallPages.ts'

let practice: RunningPractice
beforeAll(async () => {
  practice = await startPractice({ speed: 10_000, lagMs: 0 })
})
afterAll(() => practice.close())

const services: readonly [string, Connector, () => Secret][] = [
  ['Kit', kitConnector, () => signedIn(practice.kit, Date.now())],
  [
    'Klaviyo',
    klaviyoConnector,
    () => ({ form: 'private-key', values: { privateKey: practice.klaviyo.keys.all } }),
  ],
]
/** Empty in a practice account, or given out without pages. */
const onePage = new Set(['webhooks', 'webhookEndpoints', 'metrics'])

describe.each(services)('the lists of %s', (_name, connector, secretOf) => {
  const read = (request: ObjectRequest, pageRows: number) => {
    const secret = secretOf()
    const account = connector.open(fixedCredentials(secret), {
      address: practice.address,
      clock: systemClock,
      fetch: smallPages(pageRows),
      form: secret.form,
    })
    return all<ObjectPage>(account.readObjects?.(request, new AbortController().signal) ?? nothing())
  }

  it.each((connector.objects ?? []).map(({ id }) => id))(
    'of %s go on behind any of their pages, with what comes after it',
    async (type) => {
      const whole = idsOf(await read({ type }, 1000))
      const pages = await read({ type }, Math.max(1, Math.floor(whole.length / 4)))
      expect(idsOf(pages)).toEqual(whole)
      expect(pages.length > 1).toBe(!onePage.has(type))
      for (const [n, { cursor }] of pages.entries()) {
        expect(cursor === undefined).toBe(n === pages.length - 1)
        if (cursor === undefined) continue
        const rest = await read({ type, cursor }, 1000)
        expect(idsOf([...pages.slice(0, n + 1), ...rest])).toEqual(whole)
      }
    },
  )
})

function idsOf(pages: readonly ObjectPage[]): readonly string[] {
  return pages.flatMap(({ objects }) => objects.map(({ id }) => id))
}

async function* nothing(): AsyncGenerator<ObjectPage> {
  // Both services have objects.
}
