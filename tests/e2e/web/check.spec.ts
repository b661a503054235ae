import { expect } from '@playwright/test'
import { expectAccessible } from '../support/expectAccessible.ts'
import { chooseFile, goToMap, tab } from '../support/journey.ts'
import { connectKit, show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

const list = [
  'Email,First name,City',
  'ann@gmial.com,Ann,oslo',
  'bob@example.org,Bob,oslo',
  'eve(at)example.org,Eve,Bergen',
  'kim@gmial.com,Kim,Oslo',
  'nobody,Nobody,Oslo',
  'Bob@Example.org,,Turku',
].join('\n')

webTest(
  'problems are seen by kind, put right alike, and taken back step by step',
  async ({ window, practice }) => {
    await connectKit(window, practice)
    await show(window, '/sync/import')
    await chooseFile(window, 'booth.csv', list)
    await goToMap(window)
    await window.getByRole('button', { name: 'Check the rows' }).click()
    await expect(window.getByText('4 rows of 6 with a problem.')).toBeVisible()
    await expectAccessible(window)

    // All alike, but for one that is right as it is.
    await window.getByRole('button', { name: /Misspelt domain/ }).click()
    await window.getByRole('button', { name: 'Fix all 2' }).click()
    const dialog = window.getByRole('dialog')
    await expect(dialog.getByRole('row', { name: /ann@gmial.com → ann@gmail.com/ })).toBeVisible()
    await dialog.getByRole('checkbox', { name: 'Row 4' }).uncheck()
    await expectAccessible(window)
    await dialog.getByRole('button', { name: 'Fix 1 cell' }).click()
    await expect(dialog).toBeHidden()
    await expect(
      window.getByRole('button', { name: 'Fixed 1 cell of “Email”: misspelt domain' }),
    ).toBeVisible()

    // One cell at a time: by its fix, and typed; others that said the same are offered.
    await window.getByRole('button', { name: 'Change Email, row 4 to kim@gmail.com' }).click()
    await window.getByRole('button', { name: /All rows/ }).click()
    const city = window.getByLabel('City, row 1')
    await city.fill('Oslo')
    await city.press('Enter')
    await window.getByRole('button', { name: 'Change it too' }).click()
    await window.getByRole('dialog').getByRole('button', { name: 'Change 1 cell' }).click()
    await expect(window.getByLabel('City, row 2')).toHaveValue('Oslo')
    await window.getByRole('button', { name: 'Skip row 5' }).click()
    await expect(window.getByRole('button', { name: 'Take row 5 in again' })).toBeVisible()

    // Searched and sorted.
    await window.getByLabel('Find rows by part of any cell').fill('BERG')
    await expect(window.getByRole('status').filter({ hasText: '1 row' })).toBeVisible()
    await window.getByRole('button', { name: 'Clear' }).click()
    await window.getByRole('button', { name: 'First name, not sorted' }).click()
    await expect(window.getByRole('button', { name: 'First name, sorted, rising' })).toBeVisible()

    // Rows of one person, before the rule is chosen.
    await window.getByRole('button', { name: /Same person twice/ }).click()
    await expect(window.getByText('1 person in more than one row; 1 row would not be sent.')).toBeVisible()
    await window.getByRole('radio', { name: 'They are merged' }).check()
    await expect(window.getByRole('row', { name: /Merged counts Bob@Example.org Bob Turku/ })).toBeVisible()
    await expectAccessible(window)

    await window.getByRole('button', { name: 'Undo the last edit' }).click()
    await expect(window.getByRole('button', { name: 'Skipped 1 row (undone)' })).toBeVisible()
    await window.getByRole('button', { name: 'Make the next edit again' }).click()
    await window.reload()
    await expect(window.getByRole('button', { name: 'Skipped 1 row' })).toBeVisible()

    await window.getByRole('button', { name: 'Review changes' }).click()
    await expect(tab(window, 1, 'Left out')).toBeVisible()
    await expect(window.getByText('ann@gmail.com')).toBeVisible()

    // Another edit makes another plan.
    await show(window, '/sync/check')
    await window.getByRole('button', { name: 'Undo the last edit' }).click()
    await expect(window.getByRole('button', { name: 'Skipped 1 row (undone)' })).toBeVisible()
    await window.getByRole('button', { name: 'Review changes' }).click()
    await expect(tab(window, 0, 'Left out')).toBeVisible()

    // The rows with problems in a spreadsheet, and back by their numbers.
    await show(window, '/sync/check')
    const saving = window.waitForEvent('download')
    await window.getByRole('button', { name: 'Fix in Excel' }).click()
    expect((await saving).suggestedFilename()).toBe('to correct from booth.xlsx')
    const excel = window.getByRole('region', { name: 'Rows in Excel' })
    await excel.locator('input[type=file]').setInputFiles({
      name: 'corrected.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('Row (leave as it is),What is wrong,Email\n5,,nobody@example.org\n'),
    })
    await expect(excel.getByRole('status')).toHaveText('1 cell in 1 row taken from it.')
    await expect(window.getByRole('button', { name: 'Corrected 1 cell in a spreadsheet' })).toBeVisible()
    await expectAccessible(window)
  },
)
