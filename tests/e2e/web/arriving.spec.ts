import { join } from 'node:path'
import { expect } from '@playwright/test'
import { writeLines } from '../../support/peopleFile.ts'
import { webTest } from '../support/webTest.ts'

webTest(
  'the first rows of a long file are seen while the rest is still being copied',
  async ({ window, folder }) => {
    const path = join(folder, 'long.csv')
    writeLines(path, 'Email,City', 200_000, (n) => `person${n}@example.org,Oslo`)
    const gate = Promise.withResolvers<undefined>()
    await window.route('**/files?*', async (route) => {
      await gate.promise
      await route.continue()
    })
    await window.getByText('Drop a list here').waitFor()
    await window.locator('input[type=file]').setInputFiles(path)
    const grid = window.getByRole('grid', { name: 'Rows of long.csv' })
    await expect(grid.getByText('person1@example.org')).toBeVisible()
    await expect(window.getByText(/^Opening the file: .* These are its first rows\.$/)).toBeVisible()
    gate.resolve(undefined)
    await expect(window.getByText('200,000 rows')).toBeVisible()
    await expect(grid).toHaveAttribute('aria-rowcount', '200001')
    await grid.focus()
    await window.keyboard.press('End')
    await expect(grid.getByText('person200000@example.org')).toBeVisible()
  },
)
