import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { writeLines } from '../../support/peopleFile.ts'
import { chooseFile, goToMap, goToReview, messySample, pick, sample, tab } from '../support/journey.ts'
import {
  beginRun,
  connectKit,
  connectKlaviyo,
  engineBehind,
  newPeople,
  show,
} from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

const never = 600_000

/** What is seen before a reload is seen after it, at the same place. */
async function outlivesReload(window: Page, seen: () => Promise<void>): Promise<void> {
  await seen()
  const place = window.url()
  await window.reload()
  await seen()
  expect(window.url()).toBe(place)
}

webTest(
  'a reload comes back to every step of a sync, with all that was decided',
  async ({ window, practice }) => {
    await connectKit(window, practice)
    await show(window, '/sync/import')
    // Rows that are still being read are read once more.
    const gate = Promise.withResolvers<undefined>()
    await window.route('**/call/sources.stage', async (route) => {
      await gate.promise
      await route.continue().catch(() => undefined) // the page that asked is gone
    })
    await chooseFile(window, messySample, sample(messySample))
    await outlivesReload(window, () => expect(window.getByText('Reading the file:')).toBeVisible())
    gate.resolve(undefined)
    await window.unroute('**/call/sources.stage')
    await outlivesReload(window, async () => {
      await expect(window.getByText('47 rows in 7 columns')).toBeVisible()
      await expect(window.getByRole('gridcell', { name: 'Käthe', exact: true }).first()).toBeVisible()
    })

    await goToMap(window)
    await pick(window, 'Add an audience', 'webinar', 'Webinar 2026')
    await pick(window, 'Field for column Ort', 'send', 'Don’t send this column')
    await outlivesReload(window, async () => {
      await expect(window.getByText('Tag. No mail by itself')).toBeVisible()
      await expect(window.getByRole('button', { name: /^Field for column Ort: Not sent/ })).toBeVisible()
    })

    await window.getByRole('button', { name: 'Check the rows' }).click()
    const cell = window.getByLabel('E-Mail-Adresse, row 28')
    await cell.fill('stefan.vogt@example.org')
    await cell.blur()
    await outlivesReload(window, async () => {
      await expect(window.getByRole('heading', { level: 1, name: 'Check the rows' })).toBeVisible()
      await expect(window.getByRole('button', { name: /^Edited 1/ })).toBeVisible()
    })

    await goToReview(window)
    await expect(tab(window, 37, 'New')).toBeVisible()
    await window.getByRole('checkbox', { name: 'Send row 4', exact: true }).click()
    await outlivesReload(window, async () => {
      await expect(tab(window, 36, 'New')).toBeVisible()
      await expect(tab(window, 1, 'Left out')).toBeVisible()
    })
    await window.getByRole('button', { name: /^Send \d+ changes to Kit · Acme Bakery$/ }).click()
    await expect(window.getByRole('heading', { level: 1, name: /^Done: 38 rows/ })).toBeVisible()
    await outlivesReload(window, () =>
      expect(window.getByRole('heading', { level: 1, name: /^Done: 38 rows/ })).toBeVisible(),
    )
    // Every step can still be gone back to.
    await window.getByRole('link', { name: 'Map' }).click()
    await expect(window.getByText('Tag. No mail by itself')).toBeVisible()
  },
)

webTest(
  'a reload in the middle of planning begins the plan again, and leaves none behind that nobody waits for',
  async ({ window, practice }) => {
    await connectKit(window, practice)
    await show(window, '/sync/import')
    await chooseFile(window, 'people.csv', newPeople(3))
    await goToMap(window)
    practice.kit.faults.add({ kind: 'slow', ms: never, path: '/v4/subscribers' })
    const lookUps = () =>
      practice.kit.requests.entries.filter(({ path }) => path === '/v4/subscribers').length
    await window.getByRole('button', { name: 'Review changes' }).click()
    const looking = window.getByText('Looking these people up in Kit · Acme Bakery')
    await expect.poll(lookUps).toBe(1)
    await outlivesReload(window, () => expect(looking).toBeVisible())
    await expect.poll(lookUps).toBe(2)
    practice.kit.faults.clear()
    await window.getByRole('button', { name: 'Stop and go back to Map' }).click()
    await window.getByRole('button', { name: 'Review changes' }).click()
    await expect(tab(window, 3, 'New')).toBeVisible()
  },
)

webTest('a reload while a long file is copied says which one to choose again', async ({ window, folder }) => {
  const path = join(folder, 'long.csv')
  writeLines(path, 'Email,City', 200_000, (n) => `person${n}@example.org,Oslo`)
  await window.route('**/files?*', () => undefined)
  await window.getByText('Drop a list here').waitFor()
  await window.locator('input[type=file]').setInputFiles(path)
  await expect(window.getByText(/^Opening the file: /)).toBeVisible()
  await window.reload()
  const cutOff = window.getByText('The window was reloaded before all of long.csv was copied into Listferry.')
  await expect(cutOff).toBeVisible()
  await window.unroute('**/files?*')
  await window.locator('input[type=file]').setInputFiles(path)
  await expect(window.getByText('200,000 rows')).toBeVisible()
  await expect(cutOff).toHaveCount(0)
})

webTest(
  'a reload comes back to a run whatever it waits for, and says the same of it',
  async ({ window, practice }) => {
    const kit = await connectKit(window, practice)
    const klaviyo = await connectKlaviyo(window, practice)
    const heading = (name: string | RegExp) => window.getByRole('heading', { level: 1, name })
    const waitsAndPauses = async (people: number, words: RegExp) => {
      const { id } = await beginRun(window, kit, newPeople(people))
      await show(window, `/sync/run/${id}`)
      await outlivesReload(window, async () => {
        await expect(heading('Sending')).toBeVisible()
        await expect(window.getByText(words).first()).toBeVisible()
      })
      await window.getByRole('button', { name: 'Pause' }).click()
      await outlivesReload(window, () => expect(heading('Paused')).toBeVisible())
    }
    practice.kit.faults.add({ kind: 'server-error', method: 'POST', skip: 5 })
    await waitsAndPauses(20, /Trying it again in/)
    practice.kit.faults.clear()
    await window.getByRole('button', { name: 'Go on sending to Kit · Acme Bakery' }).click()
    await expect(heading('Done: 20 rows got through')).toBeVisible()
    const slowDown = { kind: 'too-many-requests', retryAfterSeconds: 60, method: 'POST', skip: 5 } as const
    practice.kit.faults.add(slowDown)
    await waitsAndPauses(40, /^Kit asks us to slow down\. .* Trying it again in/)

    practice.klaviyo.faults.add({ kind: 'stuck-job' })
    const { id } = await beginRun(window, klaviyo, newPeople(20))
    await show(window, `/sync/run/${id}`)
    await outlivesReload(window, () =>
      expect(window.getByText('Waiting for Klaviyo to answer.').first()).toBeVisible(),
    )
    await window.getByRole('button', { name: 'Cancel the rest' }).click()
    await window.getByRole('dialog').getByRole('button', { name: 'Cancel the rest' }).click()
    await expect(heading(/^Cancelled/)).toBeVisible()
    await outlivesReload(window, () => expect(heading(/^Cancelled/)).toBeVisible())
    await show(window, `/history/${id}`)
    await outlivesReload(window, () => expect(heading(new RegExp(`Run ${id}`))).toBeVisible())
  },
)

webTest(
  'a query that was typed, a copy under way and rows that are with Excel are there after a reload',
  async ({ window, practice }) => {
    const kit = await connectKit(window, practice)
    await show(window, '/query')
    const editor = window.getByRole('textbox', { name: 'Query' })
    await editor.fill('SELECT count(*) FROM people WHERE state = 42')
    await outlivesReload(window, () => expect(editor).toHaveValue(/= 42$/))
    // One that never ends is ended with the page.
    await editor.fill('WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n')
    await window.getByRole('button', { name: 'Run', exact: true }).click()
    await expect(window.getByText('Looking', { exact: true })).toBeVisible()
    await window.reload()
    await expect(window.getByRole('button', { name: 'Run', exact: true })).toBeEnabled()

    practice.kit.faults.add({ kind: 'slow', ms: never, path: '/v4/subscribers' })
    await show(window, '/copies')
    await window.getByRole('button', { name: 'Copy an account' }).click()
    await window
      .getByRole('dialog')
      .getByRole('button', { name: /^Copy \d+ tables now$/ })
      .click()
    const copy = window.getByRole('listitem', { name: 'Copy of Acme Bakery' })
    await outlivesReload(window, () =>
      expect(copy.getByRole('button', { name: /^(Pause|Stop)/ })).toBeVisible(),
    )
    practice.kit.faults.clear()
    await copy.getByRole('button', { name: /^(Pause|Stop)/ }).click()

    const { id } = await beginRun(window, kit, 'Email,First name\nben.example.org,Ben\nella@example.org,Ella')
    await show(window, `/sync/result/${id}`)
    const saved = window.waitForEvent('download')
    await window.getByRole('button', { name: 'Fix in Excel' }).click()
    await saved
    await outlivesReload(window, () =>
      expect(window.getByRole('button', { name: 'Take the corrected file' })).toBeVisible(),
    )
  },
)

webTest(
  'a reload while the practice accounts start, or a file is exported, leaves nothing that can’t be done again',
  async ({ window }) => {
    await window.route('**/call/connections.practice', async (route) => {
      // Asked for, but the window is gone before the answer.
      await route.fetch().catch(() => undefined)
    })
    const asked = window.waitForRequest('**/call/connections.practice')
    await window.getByRole('button', { name: 'Try it with practice accounts' }).click()
    await asked
    await window.reload()
    await window.unroute('**/call/connections.practice')
    await expect.poll(async () => (await engineBehind(window).connections.list({})).length).toBe(2)
    await show(window, '/sync/import')
    await expect(window.getByRole('button', { name: /^webinar-export\.csv/ })).toBeVisible()
    await show(window, '/people')
    await window.getByRole('button', { name: /^Read everyone now: Kit/ }).click()
    await expect(window.getByText('read just now')).toBeVisible({ timeout: 30_000 })
    await window.route('**/call/exports.*', () => undefined)
    const save = window.getByRole('button', { name: 'Save who is shown as CSV' })
    await save.click()
    await window.reload()
    await window.unroute('**/call/exports.*')
    const saved = window.waitForEvent('download')
    await save.click()
    await saved
  },
)
