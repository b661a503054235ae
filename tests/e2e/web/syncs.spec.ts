import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { expectAccessible } from '../support/expectAccessible.ts'
import { connectKit, endedRun, engineBehind, show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

const csv = 'Email,First name\nella@example.org,Ella'

webTest('an empty list of syncs says what a sync is', async ({ window }) => {
  await show(window, '/syncs')
  await expect(window.getByRole('heading', { name: 'No sync is saved yet' })).toBeVisible()
  await expectAccessible(window)
})

webTest('a newer file of the same shape goes to its review with one choice', async ({ window, practice }) => {
  await savedSync(window, practice, { clean: true })
  await show(window, '/syncs')
  const card = window.getByRole('article', { name: 'Every week' })
  await expect(card.getByText('Needs the columns Email, First name.')).toBeVisible()
  await expect(card.getByText('Cleans the file first with 1 fix.')).toBeVisible()
  await expectAccessible(window)

  await chooseFile(
    window,
    'Choose a newer file',
    'newer.csv',
    'First name,Email\nBen,ben@gmial.com\nElla,ella@example.org',
  )
  await expect(window).toHaveURL(/#\/sync\/review\/\d+$/)
  await expect(window.getByRole('button', { name: /Send .*1.* to Kit · Acme Bakery/ })).toBeVisible()
  await expect(window.getByText('ben@gmail.com')).toBeVisible()
  await expect(window.getByText('Fixed 1 cell of “Email”: misspelt domain. See the edits')).toBeVisible()
})

webTest('a file that lacks a column is refused by the column’s name', async ({ window, practice }) => {
  await savedSync(window, practice)
  await show(window, '/syncs')
  await chooseFile(window, 'Choose a newer file', 'other.csv', 'Email,City\nben@example.org,Oslo')
  const card = window.getByRole('article', { name: 'Every week' })
  await expect(card.getByRole('alert')).toContainText('First name')
})

webTest('a sync is renamed, duplicated and, after a question, deleted', async ({ window, practice }) => {
  await savedSync(window, practice)
  await show(window, '/syncs')
  await inMenu(window, 'Every week', 'Rename')
  await window.getByRole('dialog').getByLabel('Name').fill('Each Monday')
  await window.getByRole('dialog').getByRole('button', { name: 'Rename', exact: true }).click()
  await expect(window.getByRole('article', { name: 'Each Monday' })).toBeVisible()

  await inMenu(window, 'Each Monday', 'Duplicate')
  await expect(window.getByRole('article')).toHaveCount(2)

  await inMenu(window, 'Each Monday', 'Delete')
  await window.getByRole('dialog').getByRole('button', { name: 'Keep it' }).click()
  await expect(window.getByRole('article')).toHaveCount(2)
  await inMenu(window, 'Each Monday', 'Delete')
  await window.getByRole('dialog').getByRole('button', { name: 'Delete the sync' }).click()
  await expect(window.getByRole('article')).toHaveCount(1)
})

webTest('a sync whose account is gone asks for another one', async ({ window, practice }) => {
  await savedSync(window, practice)
  const engine = engineBehind(window)
  await engine.connections.remove({ connection: 'Acme Bakery' })
  await show(window, '/syncs')
  const card = window.getByRole('article', { name: 'Every week' })
  await expect(card.getByText('Connect a Kit account first', { exact: false })).toBeVisible()
  await expect(card.getByRole('button', { name: /Choose a/ })).toBeDisabled()

  await connectKit(window, practice)
  await card.getByRole('combobox', { name: 'Send to' }).click()
  await window.getByRole('option', { name: 'Acme Bakery' }).click()
  await expect(card.getByRole('button', { name: /Choose a/ })).toBeEnabled()
})

webTest('a sync goes to a colleague as a file, and comes in from one', async ({ window, practice }) => {
  await savedSync(window, practice)
  await show(window, '/syncs')
  const saving = window.waitForEvent('download')
  await inMenu(window, 'Every week', 'Export as a file')
  const file = readFileSync(await (await saving).path(), 'utf8')
  expect(file).not.toContain(practice.kit.keys[0])
  expect(file).not.toContain('ella@example.org')
  await chooseFile(window, 'Import a sync', 'every week.listferry.json', file)
  await expect(window.getByRole('article')).toHaveCount(2)

  await chooseFile(window, 'Import a sync', 'wrong.listferry.json', '{"name": "not a sync"}')
  await expect(window.getByRole('alert')).toContainText('The sync could not be imported')
})

async function savedSync(
  window: Page,
  practice: Parameters<typeof connectKit>[1],
  { clean = false } = {},
): Promise<void> {
  const kit = await connectKit(window, practice)
  const { plan } = await endedRun(window, kit, csv)
  const engine = engineBehind(window)
  const spec = await engine.plans.spec({ plan })
  const { source, connection, mapping } = spec
  if (clean) {
    await engine.edits.cells({ source, cells: [{ row: 1, column: 0, to: 'ella@gmial.com' }] })
    await engine.check.run({ source, connection, mapping })
    await engine.check.fix({ source, fix: { how: 'suggested', kind: 'misspelt-domain', column: 0 } })
  }
  await engine.recipes.save({ name: 'Every week', spec })
}

async function chooseFile(window: Page, button: string, name: string, text: string): Promise<void> {
  const chooser = window.waitForEvent('filechooser')
  await window.getByRole('button', { name: button }).click()
  await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
}

async function inMenu(window: Page, sync: string, item: string): Promise<void> {
  await window
    .getByRole('button', { name: `More to do with ${sync}`, exact: true })
    .first()
    .click()
  await window.getByRole('menuitem', { name: item }).click()
}
