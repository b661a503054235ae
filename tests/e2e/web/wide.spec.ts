import { expect } from '@playwright/test'
import { expectAccessible } from '../support/expectAccessible.ts'
import { chooseFile, goToMap, goToReview, tab } from '../support/journey.ts'
import { connectKit } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

/** As many as a spreadsheet can have. */
const columns = 16_384

function wideFile(rows: number): string {
  const header = Array.from({ length: columns }, (_, n) => headers[n] ?? `Answer ${n}`)
  const lines = Array.from({ length: rows }, (_, row) =>
    header.map((_name, n) => cells(row)[n] ?? `a${n}`).join(),
  )
  return [header.join(), ...lines].join('\n')
}

const cells = (row: number): Readonly<Record<number, string>> => ({
  0: `wide${row}@example.org`,
  1: `Ann ${row}`,
  9_000: 'no',
})
const headers: Readonly<Record<number, string>> = { 0: 'Email', 1: 'First name', 9_000: 'Unsubscribed' }

webTest(
  'a list of 16,384 columns is imported, mapped, checked and reviewed without the window standing still',
  async ({ window, practice }) => {
    await connectKit(window, practice)
    await window.evaluate(() => {
      location.hash = '/sync/import'
    })
    await chooseFile(window, 'wide.csv', wideFile(20))
    await expect(window.getByRole('grid', { name: 'Rows of wide.csv' })).toHaveAttribute(
      'aria-colcount',
      String(columns + 1),
    )

    await goToMap(window)
    await expect(window.getByText('16,381 not sent')).toBeVisible()
    // What is used stands first, also what says who left, nine thousand columns on.
    const fields = window.getByRole('button', { name: /^Field for column / })
    await expect(fields).toHaveCount(100)
    await expect(fields.nth(2)).toHaveAccessibleName(/^Field for column Unsubscribed: Who left/)
    await window.getByRole('textbox', { name: 'Search the columns of the file' }).fill('answer 16000')
    await expect(fields).toHaveCount(1)
    await expectAccessible(window)
    await window.getByRole('textbox', { name: 'Search the columns of the file' }).fill('')
    await window.getByRole('button', { name: 'Show 100 more' }).click()
    await expect(fields).toHaveCount(200)

    await window.getByRole('button', { name: 'Check the rows' }).click()
    await expect(window.getByRole('grid').getByRole('row').nth(5)).toBeVisible()
    await goToReview(window)
    await expect(tab(window, 20, 'New')).toBeVisible()
    await window.getByRole('button', { name: 'Open row 3' }).click()
    await expect(window.getByRole('table', { name: 'The row in the file' }).getByRole('row')).toHaveCount(200)
    await expect(window.getByText('16,184 more columns are in the file.')).toBeVisible()
  },
)
