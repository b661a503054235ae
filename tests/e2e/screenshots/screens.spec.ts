import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import { type Camera, openCamera, stopCalendar } from '../support/camera.ts'
import {
  chooseAccount,
  chooseFile,
  goToMap,
  goToReview,
  messySample,
  pick,
  sample,
} from '../support/journey.ts'
import {
  beginRun,
  connectKit,
  connectKlaviyo,
  endedRun,
  engineBehind,
  newPeople,
  show,
} from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

/** `npm run screenshots`: every screen, in both themes and sizes, into `docs/screenshots/`. */
const album = join(import.meta.dirname, '../../../docs/screenshots')

const pictured = webTest.extend<{ readonly camera: Camera }>({
  // Settings shows where it is.
  folder: async ({}, use) => {
    const folder = join(tmpdir(), 'listferry-screenshots')
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder)
    await use(folder)
    rmSync(folder, { recursive: true, force: true })
  },
  page: async ({ page }, use) => {
    await stopCalendar(page)
    await use(page)
  },
  camera: async ({ window, browser }, use) => use(await openCamera(window, browser, album)),
})

pictured('every screen', async ({ window, practice, camera }) => {
  pictured.setTimeout(600_000)
  for (const name of readdirSync(album)) rmSync(join(album, name))

  await expect(
    window.getByRole('heading', { level: 1, name: 'Bring a list to Kit or Klaviyo' }),
  ).toBeVisible()
  await camera.take('welcome')
  await show(window, '/connections/add')
  await expect(window.getByRole('dialog').getByRole('textbox').first()).toBeVisible()
  await camera.take('connect')
  await show(window, '/syncs')
  await expect(window.getByRole('heading', { name: 'No sync is saved yet' })).toBeVisible()
  await camera.take('nothing-yet')

  const kit = await connectKit(window, practice)
  const klaviyo = await connectKlaviyo(window, practice)
  await steps(window, camera)
  await aRunUnderWay(window, camera, kit, () =>
    practice.kit.faults.add({ kind: 'slow', ms: 600_000, method: 'POST', skip: 260 }),
  )
  practice.kit.faults.clear()
  await endedRun(window, klaviyo, newPeople(120))
  await places(window, camera)
})

/** A sync, from Import to Result. */
async function steps(window: Page, camera: Camera): Promise<void> {
  await show(window, '/sync/import')
  await expect(window.getByRole('heading', { name: 'Samples' })).toBeVisible()
  await camera.take('import-choose')
  await chooseFile(window, messySample, sample(messySample))
  await expect(window.getByRole('status').filter({ hasText: '47 rows in 7 columns' })).toBeVisible()
  await chooseAccount(window, 'Kit · Acme Bakery')
  await camera.take('import')

  await goToMap(window)
  await pick(window, 'Add an audience', 'Webinar', 'Webinar 2026')
  await camera.take('map')
  await window.getByRole('button', { name: 'How Telefon is written' }).click()
  await expect(window.getByText('In the file → in the account')).toBeVisible()
  await camera.take('map-rule')

  await window.getByRole('button', { name: 'Check the rows' }).click()
  await expect(window.getByRole('button', { name: /^Same person twice 2/ })).toBeVisible()
  await expect(window.getByLabel('E-Mail-Adresse, row 28')).toBeVisible()
  await camera.take('check')

  await goToReview(window)
  await expect(window.getByRole('grid', { name: 'Rows of the plan' }).getByRole('row').nth(5)).toBeVisible()
  await camera.take('review')
  await window.getByRole('tab', { name: 'Held back' }).click()
  await expect(window.getByText('Unsubscribed in the account').first()).toBeVisible()
  await camera.take('review-held-back')
  await window.getByRole('tab', { name: /Changed$/ }).click()
  await window.getByRole('button', { name: 'Open row 25' }).click()
  await expect(window.getByRole('table', { name: 'The row in the file' })).toBeVisible()
  await camera.take('review-row')
  await window.keyboard.press('Escape')
  await window.getByRole('button', { name: /^Send \d+ changes to Kit · Acme Bakery$/ }).click()
  await expect(window.getByRole('heading', { level: 1, name: /^Done/ })).toBeVisible({ timeout: 30_000 })
  await camera.take('result')
}

async function aRunUnderWay(
  window: Page,
  camera: Camera,
  kit: ConnectionView,
  hold: () => void,
): Promise<void> {
  hold()
  const { id } = await beginRun(window, kit, newPeople(400))
  await show(window, `/sync/run/${id}`)
  await expect(window.getByText('260 of 400 rows settled').first()).toBeVisible({ timeout: 30_000 })
  await expect(window.getByRole('table', { name: 'Rows settled over time' })).toBeVisible()
  await camera.take('run')
  await engineBehind(window).runs.cancel({ run: id })
}

/** What stands beside a sync. */
async function places(window: Page, camera: Camera): Promise<void> {
  const engine = engineBehind(window)
  const [first] = (await engine.runs.list({})).toReversed()
  if (first === undefined) throw new Error('there is no run')
  await engine.recipes.save({ name: 'Webinar sign-ups', spec: await engine.plans.spec({ plan: first.plan }) })
  await show(window, '/syncs')
  await expect(window.getByRole('article', { name: 'Webinar sign-ups' })).toBeVisible()
  await camera.take('syncs')

  const [kit] = (await engine.connections.list({})).filter(({ service }) => service === 'kit')
  if (kit === undefined) throw new Error('there is no Kit account')
  await show(window, `/contents/${kit.id}`)
  await expect(window.getByRole('link', { name: 'Broadcasts' })).toBeVisible()
  await camera.take('contents')
  await show(window, `/contents/${kit.id}/broadcasts`)
  await expect(window.getByRole('grid', { name: 'Broadcasts' }).getByRole('row').nth(3)).toBeVisible()
  await camera.take('contents-broadcasts')

  await show(window, '/people')
  for (const account of ['Kit · Acme Bakery', 'Klaviyo · Acme Shop'])
    await window.getByRole('button', { name: `Read everyone now: ${account}` }).click()
  await expect(window.getByText('read just now')).toHaveCount(2, { timeout: 60_000 })
  await expect(window.getByRole('grid', { name: 'People' }).getByRole('row').nth(5)).toBeVisible()
  await camera.take('people')
  await window.getByLabel('Find people by part').fill('ada.okafor@')
  await window.getByRole('button', { name: 'Open: ada.okafor@example.com' }).first().click()
  await expect(window.getByRole('dialog').getByRole('row', { name: 'First name Ada Ada' })).toBeVisible()
  await camera.take('person')
  await window.keyboard.press('Escape')

  await show(window, '/history')
  await expect(window.getByRole('grid', { name: 'Runs, newest first' }).getByRole('row').nth(3)).toBeVisible()
  await expect(window.getByText('120 of 120 through')).toBeVisible()
  await camera.take('history')
  await show(window, `/history/${first.id}`)
  await window.getByRole('button', { name: 'Open row 2:' }).click()
  await expect(
    window
      .getByRole('dialog')
      .getByText(/POST \/v4\/subscribers/)
      .first(),
  ).toBeVisible()
  await camera.take('history-row')
  await window.keyboard.press('Escape')
  await camera.take('history-run')

  await show(window, '/query')
  await window.getByRole('textbox', { name: 'Query' }).focus()
  await window.keyboard.press('ControlOrMeta+a')
  await window.keyboard.press('Delete')
  await window.keyboard.insertText(
    'SELECT state, count(*) AS people\nFROM people\nGROUP BY state ORDER BY people DESC',
  )
  await window.keyboard.press('ControlOrMeta+Enter')
  await expect(window.getByRole('grid', { name: 'Result of the query' }).getByText('inactive')).toBeVisible()
  await camera.take('query')

  await show(window, '/copies')
  await window.getByRole('button', { name: 'Copy an account' }).click()
  const copying = window.getByRole('dialog', { name: 'Copy an account into a database' })
  await expect(copying.getByRole('checkbox', { name: 'Tags', exact: true })).toBeVisible()
  await camera.take('copies-new')
  await copying.getByRole('button', { name: 'None of them' }).click()
  for (const table of ['Subscribers', 'Tags'])
    await copying.getByRole('checkbox', { name: table, exact: true }).check()
  await copying.getByRole('button', { name: 'Copy 2 tables now' }).click()
  await expect(window.getByText(/rows of 2 tables/)).toBeVisible({ timeout: 30_000 })
  await camera.take('copies')

  await show(window, '/connections')
  await expect(window.getByRole('listitem').filter({ hasText: 'Acme Shop' })).toBeVisible()
  await camera.take('connections')
  await show(window, '/settings')
  await expect(window.getByRole('heading', { name: 'This computer', exact: true })).toBeVisible()
  await camera.take('settings')
  await window.keyboard.press('Control+k')
  await expect(window.getByPlaceholder('Go to, do, or find a person…')).toBeVisible()
  await camera.take('palette')
}
