import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { desktopTest } from '../support/desktopTest.ts'
import { goToMap } from '../support/journey.ts'
import { show } from '../support/preparedRun.ts'

desktopTest('the rows of a list are checked, and put right alike', async ({ desktop, practice, folder }) => {
  const { page } = desktop
  const list = join(folder, 'booth.csv')
  writeFileSync(list, 'Email,First name\nann@gmial.com,Ann\nbob@example.org,Bob\nkim@gmial.com,Kim\n')
  const values = { apiKey: practice.kit.keys[0] ?? '' }
  await desktop.client.connections.add({ service: 'kit', form: 'api-key', values, name: 'Bakery' })
  await page.getByRole('heading', { level: 1 }).waitFor()
  await show(page, '/sync/import')
  await page.getByRole('button', { name: 'Choose a file' }).waitFor()
  await page.locator('input[type=file]').setInputFiles(list)
  await expect(page.getByRole('heading', { level: 1, name: 'booth.csv' })).toBeVisible()
  await goToMap(page)
  await page.getByRole('button', { name: 'Check the rows' }).click()
  await expect(page.getByText('2 rows of 3 with a problem.')).toBeVisible()
  await page.getByRole('button', { name: /Misspelt domain/ }).click()
  await page.getByRole('button', { name: 'Fix all 2' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Fix 2 cells' }).click()
  await expect(page.getByRole('button', { name: 'Fixed 2 cells of “Email”: misspelt domain' })).toBeVisible()
})
