import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMemoryVault } from '../../../electron/engine/store/vault.ts'
import { answerConsent } from '../../support/consent.ts'
import { planOf, startTestEngine, type SyncChoices, type TestEngine } from '../../support/testEngine.ts'

/** Two batches at once: people, values, taggings and form additions of each. */
const people = 130
const csv = [
  'Email,First name,City',
  ...Array.from({ length: people }, (_, i) => `p${i}@example.org,P${i},Oslo`),
].join('\n')
const choices: SyncChoices = {
  audiences: [
    { kind: 'form', name: 'Weekly letter' },
    { kind: 'tag', name: 'VIP' },
  ],
}

describe('a renewal whose answer is lost in the middle of a run', () => {
  let engine: TestEngine
  beforeEach(async () => {
    engine = await startTestEngine({ connect: false, ports: { vault: createMemoryVault() } })
    await signIn()
  })
  afterEach(() => engine.close())

  const kit = () => engine.practice.kit
  const asked = (wanted: string) =>
    kit().requests.entries.filter(({ method, path }) => `${method} ${path}` === wanted).length
  const account = async () => (await engine.client.connections.list({}))[0]
  async function signIn() {
    const wanted = { service: 'kit', form: 'oauth', name: 'Bakery', paste: true } as const
    const { signIn, authorizeUrl } = await engine.client.connections.beginSignIn(wanted)
    await engine.client.connections.finishSignIn({ signIn, pasted: await answerConsent(authorizeUrl) })
  }
  /** The token ends after so many requests of the run. */
  async function runUntilLost(requests: number) {
    const { id } = await planOf(engine, csv, choices)
    kit().faults.add({ kind: 'expire-token', path: '/v4/bulk/*', skip: requests, times: 1 })
    kit().faults.add({ kind: 'lose-refresh-answer', times: 1 })
    return engine.client.runs.start({ plan: id })
  }

  it.each([0, 1, 3, 5, 7])(
    'pauses it after %i writes, says to sign in again, and goes on from there',
    async (before) => {
      const stopped = await runUntilLost(before)
      expect(stopped).toMatchObject({ status: 'stopped', stoppedCode: 'unauthorized', addsUp: true })
      expect(stopped.stoppedBecause).toMatch(/has ended and can’t be renewed.*“Reconnect” in Connections/)
      expect(stopped.stoppedBecause).toMatch(/nothing is lost, and what was sent is not sent again/)
      await signIn()
      const receipt = await engine.client.runs.resume({ run: stopped.id })
      expect(receipt).toMatchObject({ status: 'finished', addsUp: true, outcomes: { written: people } })
      for (let i = 0; i < people; i += 1) {
        const person = kit().state.subscribers.byEmail(`p${i}@example.org`)
        expect(person).toMatchObject({ firstName: `P${i}`, state: 'active' })
        expect(kit().tally.of(person?.id ?? 0)).toMatchObject({
          created: 1,
          tagAdds: 1,
          formAdds: 1,
          formRepeats: 0,
        })
      }
    },
  )

  it('shows in the account until somebody signs in again, and Kit is not asked in vain', async () => {
    expect(await account()).toMatchObject({ hasEnded: false })
    const before = engine.pushes.length
    await runUntilLost(3)
    expect(await account()).toMatchObject({ hasEnded: true })
    expect(engine.pushes.slice(before)).toContainEqual({ name: 'changed', payload: { what: 'connections' } })
    const renewals = asked('POST /oauth/token')
    expect(renewals).toBeGreaterThan(0)
    await expect(engine.client.connections.test({ connection: 'Bakery' })).rejects.toMatchObject({
      code: 'unauthorized',
      message: expect.stringContaining('Sign in again') as string,
    })
    expect(asked('POST /oauth/token')).toBe(renewals)
    await signIn()
    expect(await account()).toMatchObject({ hasEnded: false })
  })

  it('is nothing to anybody where the request was lost, not the answer', async () => {
    const { id } = await planOf(engine, csv, choices)
    kit().faults.add({ kind: 'expire-token', path: '/v4/bulk/*', skip: 3, times: 1 })
    kit().faults.add({ kind: 'drop-before-commit', path: '/oauth/token', times: 1 })
    const receipt = await engine.client.runs.start({ plan: id })
    expect(receipt).toMatchObject({ status: 'finished', outcomes: { written: people } })
    expect(await account()).toMatchObject({ hasEnded: false })
  })
})
