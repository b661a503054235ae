import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { RunningPractice } from '../../../electron/practice/startPractice.ts'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { connectKit, planSource } from '../../support/testEngine.ts'
import { listferry } from '../../support/terminal.ts'
import { until } from '../../support/until.ts'
import type { Desktop } from '../support/desktop.ts'
import { desktopTest } from '../support/desktopTest.ts'

/** Connects, opens a file of new people and plans to send them. */
async function planFor(
  desktop: Desktop,
  practice: RunningPractice,
  folder: string,
  count: number,
): Promise<PlanSummary> {
  const path = join(folder, 'people.csv')
  const rows = Array.from({ length: count }, (_, row) => `desk${row}@example.org\n`)
  writeFileSync(path, `Email\n${rows.join('')}`)
  await connectKit(desktop.client, practice)
  const { file } = await desktop.open(path)
  const source = await desktop.client.sources.stage({ file, overrides: {} })
  return planSource(desktop, source.id)
}

const sent = (practice: RunningPractice) =>
  practice.kit.requests.entries.filter(
    ({ method, path }) => method === 'POST' && path.startsWith('/v4/subscribers'),
  )

/** Answers each dialog of the app with one of its buttons, and remembers what was asked. */
async function answerQuestions({ app }: Desktop, button: string): Promise<void> {
  await app.evaluate(({ dialog }, wanted) => {
    const asked: string[][] = []
    Object.assign(globalThis, { asked })
    dialog.showMessageBox = (...given: unknown[]) => {
      const { message, buttons } = given.at(-1) as { message: string; buttons: string[] }
      asked.push([message, ...buttons])
      return Promise.resolve({ response: buttons.indexOf(wanted), checkboxChecked: false })
    }
  }, button)
}

desktopTest(
  'a run outlives a kill: started again, it goes on, and nobody is sent twice',
  async ({ start, practice, folder }) => {
    const first = await start()
    const plan = await planFor(first, practice, folder, 40)
    practice.kit.faults.add({ kind: 'slow', ms: 100, method: 'POST' })
    const { id: run } = await first.client.runs.begin({ plan: plan.id })
    await until(() => sent(practice).length > 5)
    const enginePid = JSON.parse(readFileSync(join(folder, 'home/engine.json'), 'utf8')) as { pid: number }
    process.kill(enginePid.pid, 'SIGKILL')
    await first.kill()
    practice.kit.faults.clear()

    const second = await start()
    expect(await second.client.runs.list({})).toMatchObject([
      { id: run, status: 'running', interrupted: true },
    ])
    const receipt = await second.client.runs.resume({ run })
    expect(receipt).toMatchObject({ status: 'finished', addsUp: true, outcomes: { written: 40 } })
  },
)

desktopTest(
  'closing the window in mid-run asks; kept open, the run goes on',
  async ({ desktop, practice, folder }) => {
    const plan = await planFor(desktop, practice, folder, 20)
    practice.kit.faults.add({ kind: 'slow', ms: 100, method: 'POST' })
    await answerQuestions(desktop, 'Keep open')
    const { id: run } = await desktop.client.runs.begin({ plan: plan.id })
    await until(() => sent(practice).length > 2)
    await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
    await until(async () => (await desktop.client.runs.get({ run })).status === 'finished', 20_000)
    expect(await desktop.app.evaluate(() => (globalThis as unknown as { asked: string[][] }).asked)).toEqual([
      [
        'A run is under way',
        'Keep open',
        'Go on when I open Listferry again',
        'Stop after the current request',
      ],
    ])
  },
)

desktopTest(
  'left to go on later, a run goes on by itself at the next start',
  async ({ start, practice, folder }) => {
    const first = await start()
    const plan = await planFor(first, practice, folder, 20)
    practice.kit.faults.add({ kind: 'slow', ms: 100, method: 'POST' })
    await answerQuestions(first, 'Go on when I open Listferry again')
    const { id: run } = await first.client.runs.begin({ plan: plan.id })
    await until(() => sent(practice).length > 2)
    await first.quit()
    practice.kit.faults.clear()
    const before = sent(practice).length
    expect(before).toBeLessThan(20)

    const second = await start()
    await until(async () => (await second.client.runs.get({ run })).status === 'finished', 20_000)
    expect(await second.client.runs.receipt({ run })).toMatchObject({ outcomes: { written: 20 } })
  },
)

desktopTest(
  'stopped at the end, a run stays as it is until someone goes on with it',
  async ({ start, practice, folder }) => {
    const first = await start()
    const plan = await planFor(first, practice, folder, 20)
    practice.kit.faults.add({ kind: 'slow', ms: 100, method: 'POST' })
    await answerQuestions(first, 'Stop after the current request')
    const { id: run } = await first.client.runs.begin({ plan: plan.id })
    await until(() => sent(practice).length > 2)
    await first.quit()
    practice.kit.faults.clear()
    const before = sent(practice).length

    const second = await start()
    await second.page.waitForTimeout(1000)
    expect((await second.client.runs.get({ run })).status).not.toBe('finished')
    expect(sent(practice)).toHaveLength(before)
    expect(await second.client.runs.resume({ run })).toMatchObject({
      status: 'finished',
      outcomes: { written: 20 },
    })
  },
)

desktopTest('a terminal beside the app uses its engine', async ({ desktop, practice, env }) => {
  await connectKit(desktop.client, practice)
  const { exitCode, stdout } = await listferry(['connections', '--json'], { env })
  expect(exitCode).toBe(0)
  expect(JSON.parse(stdout)).toEqual(await desktop.client.connections.list({}))
})
