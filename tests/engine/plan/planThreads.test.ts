import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { worthThreads } from '../../../electron/engine/plan/planThreads.ts'
import { startPractice } from '../../../electron/practice/startPractice.ts'
import type { PlanProgress } from '../../../shared/contract/plans.ts'
import { temporaryFolder } from '../../support/csvFixtures.ts'
import { planOf, planSource, startTestEngine, testSpeed } from '../../support/testEngine.ts'

/** A file that is worth threads of their own. */
const rows = worthThreads + 5000
const longList = ['Email,First name,City']
  .concat(Array.from({ length: rows }, (_, n) => `p${n}@example.org,P${n},Oslo`))
  .join('\n')

test('a long file that finds no room for its plan says so, and leaves nothing of it', async () => {
  const engine = await startTestEngine({ ports: { maxPages: 150 } })
  onTestFinished(() => engine.close())
  await expect(planOf(engine, longList)).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringMatching(/no room left/) as string,
  })
  expect((await planOf(engine, 'Email\nann@example.org')).counts.create).toBe(1)
})

test('the plan of a long file can be given up while it is compared: nothing stays, and others are planned', async () => {
  const folder = temporaryFolder()
  const practice = await startPractice({ speed: testSpeed, lagMs: 0 })
  onTestFinished(() => practice.close())
  const engine = await startTestEngine({ folder, practice })
  const source = await engine.client.sources.stage({ file: engine.file('long.csv', longList), overrides: {} })
  const given = planSource(engine, source.id).catch((error: unknown) => error)
  const comparing = () =>
    engine.pushes
      .filter(({ name }) => name === 'plan.progress')
      .map(({ payload }) => payload as PlanProgress)
      .some(({ phase, done }) => phase === 'comparing' && done > 0)
  while (!comparing()) await new Promise((resolve) => setImmediate(resolve))
  await engine.close()
  expect(await given).toMatchObject({ code: expect.stringMatching(/cancelled|unavailable/) as string })
  const db = new DatabaseSync(join(folder, 'listferry.sqlite'), { readOnly: true })
  expect(db.prepare('SELECT count(*) AS n FROM plan_row').get()).toEqual({ n: 0 })
  db.close()
  const again = await startTestEngine({ folder, practice })
  onTestFinished(() => again.close())
  expect((await planSource(again, source.id)).counts.create).toBe(rows)
})
