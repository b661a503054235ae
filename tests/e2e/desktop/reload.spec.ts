import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { desktopTest } from '../support/desktopTest.ts'
import { goToMap, tab } from '../support/journey.ts'
import { newPeople, show } from '../support/preparedRun.ts'

desktopTest(
  'a reload keeps the query, the file and its mapping, and begins a plan again that was being made',
  async ({ desktop, practice, folder }) => {
    const { app, page, client } = desktop
    const values = { apiKey: practice.kit.keys[0] ?? '' }
    await client.connections.add({ service: 'kit', form: 'api-key', values, name: 'Acme Bakery' })
    await page.getByRole('heading', { level: 1 }).waitFor()
    const reload = async () => {
      const again = page.waitForEvent('load')
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.reload())
      await again
    }
    await show(page, '/query')
    const query = page.getByRole('textbox', { name: 'Query' })
    await query.fill('SELECT 42')
    await reload()
    await expect(query).toHaveValue('SELECT 42')

    const list = join(folder, 'people.csv')
    writeFileSync(list, newPeople(3))
    await show(page, '/sync/import')
    await page.getByRole('button', { name: 'Choose a file' }).waitFor()
    await page.locator('input[type=file]').setInputFiles(list)
    await expect(page.getByText('3 rows in 2 columns')).toBeVisible()
    await reload()
    await goToMap(page)
    practice.kit.faults.add({ kind: 'slow', ms: 600_000, path: '/v4/subscribers' })
    const { requests } = practice.kit
    const lookUps = () => requests.entries.filter(({ path }) => path === '/v4/subscribers').length
    await page.getByRole('button', { name: 'Review changes' }).click()
    await expect.poll(lookUps).toBe(1)
    await reload()
    await expect.poll(lookUps).toBe(2)
    practice.kit.faults.clear()
    await page.getByRole('button', { name: 'Stop and go back to Map' }).click()
    await page.getByRole('button', { name: 'Review changes' }).click()
    await expect(tab(page, 3, 'New')).toBeVisible()
  },
)
