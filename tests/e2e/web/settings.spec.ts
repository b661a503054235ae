import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { expectAccessible } from '../support/expectAccessible.ts'
import { choose, chooseFile, goToMap } from '../support/journey.ts'
import { connectKit, connectKlaviyo, endedRun, engineBehind, show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

webTest('settings are kept over a reload, and a new sync begins with them', async ({ window, practice }) => {
  await connectKlaviyo(window, practice)
  await show(window, '/settings')
  await expect(window.getByRole('region', { name: 'This computer', exact: true })).toContainText(
    'In the browser',
  )
  await expectAccessible(window)
  const page = window.locator('html')
  await window.getByText('Dark', { exact: true }).click()
  await expect(page).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await window.emulateMedia({ colorScheme: 'light' })
  await expect(page).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await window.getByRole('combobox', { name: 'Country of phone numbers' }).fill('germ')
  await window.getByRole('option', { name: 'Germany' }).click()
  await choose(window, 'Order of day and month', 'Month first: March 4')
  await choose(window, 'Keep people’s values for', '30 days')
  await window.getByRole('switch', { name: 'Tell me when a long run has ended' }).click()
  await expect
    .poll(() => engineBehind(window).settings.get({}))
    .toMatchObject({
      theme: 'dark',
      defaultCountry: 'DE',
      dateOrder: 'month-day',
      keepValuesDays: 30,
      notifyWhenDone: false,
    })
  await window.reload()
  await expect(page).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await expect(window.getByRole('combobox', { name: 'Keep people’s values for' })).toHaveValue('30 days')

  await show(window, '/sync/import')
  await chooseFile(window, 'phones.csv', 'Email,Phone\nella@example.org,0151 23456789')
  await goToMap(window)
  await expect(window.getByRole('button', { name: /^Reading values/ })).toContainText('DE, month first')
})

webTest(
  'a person is looked up and forgotten, then everything is, once the words are typed',
  async ({ window, practice, context }) => {
    const kit = await connectKit(window, practice)
    const { id } = await endedRun(window, kit, 'Email,First name\nella@example.org,Ella\nben@example.org,Ben')
    // Another window in which somebody is writing of them.
    const second = await context.newPage()
    await second.goto(new URL(window.url()).origin)
    await show(second, '/query')
    const written = second.getByRole('textbox', { name: 'Query' })
    await written.fill(`select 'ella@example.org'`)
    await second.reload()
    await expect(written).toHaveValue(/ella@/)
    await show(window, '/settings')
    const address = window.getByRole('textbox', { name: 'Forget a person' })
    await address.fill('nobody@example.org')
    await window.getByRole('button', { name: 'Look and forget' }).click()
    await expect(window.getByText('This computer holds nothing of that address.')).toBeVisible()
    await address.fill('ella@example.org')
    await window.getByRole('button', { name: 'Look and forget' }).click()
    const question = window.getByRole('dialog', { name: 'Forget ella@example.org?' })
    await expect(question).toContainText('1 row of runs')
    await expectAccessible(window)
    await question.getByRole('button', { name: 'Forget this person' }).click()
    await expect(window.getByText(/^Forgotten: .*1 row of runs/)).toBeVisible()
    await expect(written).not.toHaveValue(/ella@/)
    await written.press('End')
    await written.pressSequentially(' ')
    await second.reload()
    await expect(written).toHaveValue(/ $/)
    await expect(written).not.toHaveValue(/ella@/)
    await second.close()
    await show(window, `/history/${id}`)
    await expect(window.getByRole('button', { name: 'Open row 2: ben@example.org' })).toBeVisible()
    await expect(window.getByText('ella@')).toHaveCount(0)

    await show(window, '/settings')
    await window.getByRole('button', { name: 'Forget everything' }).click()
    const everything = window.getByRole('dialog', { name: 'Forget everything on this computer?' })
    await expect(everything.getByRole('button', { name: 'Forget everything' })).toBeDisabled()
    await everything.getByLabel('Type “forget everything”').fill('Forget everything')
    await expectAccessible(window)
    await everything.getByRole('button', { name: 'Forget everything' }).click()
    await expect(
      window.getByRole('heading', { level: 1, name: 'Bring a list to Kit or Klaviyo' }),
    ).toBeVisible()
    expect(await window.evaluate(() => JSON.stringify(Object.entries(sessionStorage)))).not.toContain(kit.id)
    const engine = engineBehind(window)
    expect([
      await engine.connections.list({}),
      await engine.runs.list({}),
      await engine.sources.recent({}),
    ]).toEqual([[], [], []])
  },
)

webTest('the palette finds places and saved syncs by a part of their name', async ({ window, practice }) => {
  const kit = await connectKit(window, practice)
  const { plan } = await endedRun(window, kit, 'Email,First name\nella@example.org,Ella')
  const engine = engineBehind(window)
  await engine.recipes.save({ name: 'Every week', spec: await engine.plans.spec({ plan }) })
  const search = window.getByPlaceholder('Go to, do, or find a person…')
  await window.keyboard.press('ControlOrMeta+k')
  await expect(search).toBeFocused()
  await expectAccessible(window)
  await search.fill('hist')
  await window.keyboard.press('Enter')
  await expect(window).toHaveURL(/#\/history$/)
  await window.keyboard.press('ControlOrMeta+k')
  await search.fill('zebra')
  await expect(window.getByText('Nothing and nobody is called that')).toBeVisible()
  await search.fill('every w')
  await window.keyboard.press('Enter')
  await expect(window.getByRole('heading', { level: 1, name: 'Review the changes' })).toBeVisible()
  await expect(window.getByText(/^Nothing to send: 1 row the same/)).toBeVisible()
})

const withBrokenSettings = webTest.extend({
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'listferry-e2e-'))
    mkdirSync(join(folder, 'home'))
    writeFileSync(join(folder, 'home/settings.json'), '{ "theme": "dark"')
    await use(folder)
    rmSync(folder, { recursive: true, force: true })
  },
})

withBrokenSettings(
  'settings that can’t be read are kept aside, which is said where the window opens; Settings says where',
  async ({ window }) => {
    const notice = window.getByRole('status').filter({ hasText: 'Something was mended' })
    await expect(notice).toBeVisible()
    await expectAccessible(window)
    await notice.getByRole('button', { name: 'See in Settings what it was' }).click()
    await expect(notice).toBeHidden()
    await expect(window.getByRole('main').getByText(/settings\.broken-.+\.json/)).toBeVisible()
    await expect(window.getByRole('radio', { name: 'As the system' })).toBeChecked()
    await expectAccessible(window)
  },
)
