import { beforeEach, describe, expect, it } from 'vitest'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import type { RunProgress } from '../../../shared/contract/runs.ts'
import type { RunId } from '../../../shared/model.ts'
import { consentTo, type ConsentHarness, startConsentHarness, subscribePath } from './consentHarness.ts'

const newcomers = 'Email,First name\nana@example.org,Ana\nben@example.org,Ben'

let there: ConsentHarness
beforeEach(async () => {
  there = await startConsentHarness()
})

const everyone = () => ['ana@example.org', 'ben@example.org'].map((email) => there.person(email))
const subscribedOnce = () => everyone().map(({ id }) => there.practice.klaviyo.tally.of(id).subscribed)
const subscribes = () =>
  there.practice.klaviyo.requests.entries.filter(({ path }) => path === subscribePath).length

/** Starts a run and ends the engine at the nth subscribe job, as it leaves. */
async function endWhileSubscribing(list: string): Promise<void> {
  const plan = await there.plan(newcomers, { consent: consentTo(there, list) })
  const running = there.engine().client.runs.start({ plan: plan.id })
  const ended = new Promise<void>((resolve, reject) => {
    there.whenSubscribing(() => void there.restart().then(resolve, reject))
  })
  await there.inTime(running.catch(() => null))
  await there.inTime(ended)
}

/** The journal as a kill leaves it: the request was about to leave, and nothing is known of it. */
function forgetTheAnswer(): void {
  const db = new DatabaseSync(join(there.engine().folder, 'listferry.sqlite'))
  db.exec(`UPDATE step SET state = 'sending', job = NULL, status = NULL, settled_at = NULL
    WHERE change IN (SELECT id FROM change WHERE body ->> 'object' = 'consent');
    UPDATE run SET status = 'running', ended_at = NULL`)
  db.close()
}

describe('a run that ends in the middle of subscribing', () => {
  it('goes on reading back what Klaviyo took, and subscribes nobody twice', async () => {
    await endWhileSubscribing('Newsletter')
    const receipt = await there.inTime(there.engine().client.runs.resume({}))
    expect(receipt).toMatchObject({ status: 'finished', outcomes: { written: 2 } })
    expect(subscribes()).toBe(1)
    expect(subscribedOnce()).toEqual([1, 1])
  })

  it('looks first when it was killed between the answer and the journal', async () => {
    await there.run(newcomers, { consent: consentTo(there, 'Newsletter') })
    forgetTheAnswer()
    await there.restart()
    const receipt = await there.inTime(there.engine().client.runs.resume({}))
    expect(receipt).toMatchObject({ status: 'finished', outcomes: { written: 2 } })
    expect(subscribes()).toBe(1)
  })

  it.each(['drop-after-commit', 'drop-before-commit'] as const)(
    '%s: waits for what may show, and sends again only half an hour later',
    async (kind) => {
      there.practice.klaviyo.faults.set([{ kind, path: subscribePath, times: 1 }])
      const startedAt = there.clock.now()
      const receipt = await there.run(newcomers, { consent: consentTo(there, 'Newsletter') })
      expect(receipt).toMatchObject({ status: 'finished', outcomes: { written: 2 } })
      expect(subscribedOnce()).toEqual([1, 1])
      const minutes = (there.clock.now() - startedAt) / 60_000
      if (kind === 'drop-after-commit') expect([subscribes(), minutes < 5]).toEqual([1, true])
      else expect([subscribes(), minutes > 30]).toEqual([2, true])
    },
  )

  it('sends what never left after half an hour, when it was killed before that', async () => {
    there.practice.klaviyo.faults.set([{ kind: 'drop-before-commit', path: subscribePath, times: 1 }])
    await endWhileSubscribing('Newsletter')
    forgetTheAnswer()
    const receipt = await there.inTime(there.engine().client.runs.resume({}))
    expect(receipt).toMatchObject({ status: 'finished', outcomes: { written: 2 } })
    expect(subscribedOnce()).toEqual([1, 1])
  })

  it('asks nobody twice to confirm: a person decides', async () => {
    there.practice.klaviyo.faults.set([{ kind: 'drop-after-commit', path: subscribePath, times: 1 }])
    const receipt = await there.run(newcomers, { consent: consentTo(there, 'Weekly letter') })
    expect(receipt.status).toBe('stopped')
    const resumed = await there.inTime(there.engine().client.runs.resume({}))
    expect(resumed).toMatchObject({ status: 'finished', outcomes: { 'in-doubt': 2 } })
    await there.clock.advance(60_000)
    expect(there.practice.klaviyo.state.confirmations).toHaveLength(2)
    expect(subscribes()).toBe(1)
  })
})

describe('a run that does not know whether people were subscribed', () => {
  /** As a kill leaves it, at the moment at which the request is about to leave. */
  async function killedBeforeItLeft(): Promise<number> {
    there.practice.klaviyo.faults.set([{ kind: 'drop-before-commit', path: subscribePath, times: 1 }])
    await endWhileSubscribing('Newsletter')
    forgetTheAnswer()
    return (await there.engine().client.runs.list({}))[0]?.id ?? 0
  }

  /** Lets time pass until a run says that it waits for that. */
  async function waitsForDoubt(run: RunId): Promise<RunProgress> {
    for (;;) {
      const progress = await there.engine().client.runs.progress({ run })
      if (progress?.waiting?.why === 'doubt') return progress
      await there.clock.advance(250)
    }
  }

  it('says what it waits for and until when', async () => {
    const run = (await killedBeforeItLeft()) as RunId
    const { client } = there.engine()
    await there.inTime(client.runs.goOn({ run }))
    const progress = await waitsForDoubt(run)
    expect(progress).toMatchObject({ done: 0, total: 2 })
    const minutes = (progress.waiting?.ms ?? 0) / 60_000
    expect([minutes > 25, minutes <= 30]).toEqual([true, true])
    expect(there.engine().pushes).toContainEqual(
      expect.objectContaining({
        name: 'run.progress',
        payload: expect.objectContaining({
          waiting: expect.objectContaining({ why: 'doubt' }) as unknown,
        }) as unknown,
      }),
    )
  })

  it('goes on without the answer when asked to: they end as in doubt, and are never asked again', async () => {
    const run = (await killedBeforeItLeft()) as RunId
    const { client } = there.engine()
    await there.inTime(client.runs.goOn({ run }))
    await waitsForDoubt(run)
    await there.inTime(client.runs.leaveDoubts({ run }))
    const startedAt = there.clock.now()
    while ((await client.runs.get({ run })).status === 'running') await there.clock.advance(250)
    expect((there.clock.now() - startedAt) / 60_000).toBeLessThan(1)
    const receipt = await client.runs.receipt({ run })
    expect(receipt).toMatchObject({ status: 'finished', outcomes: { 'in-doubt': 2 }, addsUp: true })
    await there.clock.advance(40 * 60_000)
    expect(subscribes()).toBe(1)
    expect(await client.runs.rows({ run, outcome: 'in-doubt', afterRow: 0, limit: 10 })).toMatchObject([
      { reason: expect.stringMatching(/Look this person up in the account/) as unknown },
      { reason: expect.anything() as unknown },
    ])
  })

  it('can be gone on with that way at once, and what did arrive is found', async () => {
    await there.run(newcomers, { consent: consentTo(there, 'Newsletter') })
    forgetTheAnswer()
    await there.restart()
    const resumed = await there.inTime(there.engine().client.runs.resume({ leaveDoubts: true }))
    expect(resumed).toMatchObject({ status: 'finished', outcomes: { written: 2 } })
    expect(subscribes()).toBe(1)
  })

  it('lets a doubt of the run itself be left behind: nobody is sent again', async () => {
    there.practice.klaviyo.faults.set([{ kind: 'drop-before-commit', path: subscribePath, times: 1 }])
    const plan = await there.plan(newcomers, { consent: consentTo(there, 'Newsletter') })
    const { client } = there.engine()
    const { id: run } = await there.inTime(client.runs.begin({ plan: plan.id }))
    await waitsForDoubt(run)
    await client.runs.leaveDoubts({ run })
    while ((await client.runs.get({ run })).status === 'running') await there.clock.advance(250)
    expect(await client.runs.receipt({ run })).toMatchObject({
      status: 'finished',
      outcomes: { 'in-doubt': 2 },
    })
    expect(subscribes()).toBe(1)
  })
})
