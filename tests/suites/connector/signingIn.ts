import { describe, expect, it } from 'vitest'
import type { Suite } from '../connector.ts'
import { openBare } from './accounts.ts'
import { failure } from './waiting.ts'

export function describeSigningIn(suite: Suite): void {
  const { signal } = suite
  describe('signing in', () => {
    it('says whose account it is', async () => {
      expect(await suite.account.identify(signal)).toMatchObject({ name: suite.there.accountName })
    })

    it('refuses a bad key in words that say what to do', async () => {
      const error = await failure(openBare(suite.there, suite.there.refusedSecret).identify(signal))
      expect(error).toMatchObject({ code: 'unauthorized' })
      expect(error.message.length).toBeGreaterThan(40)
    })

    it('makes no request before it is asked to', () => {
      openBare(suite.there)
      expect(suite.there.requests()).toEqual([])
    })

    it('describes fields and audiences', async () => {
      const schema = await suite.account.describe(signal)
      const ids = schema.fields.map(({ id }) => id)
      for (const id of [
        ...suite.there.connector.identifiers.map(({ field }) => field),
        ...suite.there.fields,
      ])
        expect(ids).toContain(id)
      expect(new Set(ids).size).toBe(ids.length)
      expect(schema.audiences).toContainEqual(
        expect.objectContaining({ ...suite.there.audience, open: true }),
      )
      expect(schema.audiences).toContainEqual(expect.objectContaining(suite.there.mailingAudience))
    })
  })
}
