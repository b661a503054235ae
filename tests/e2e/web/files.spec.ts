import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { previewFile } from '../../../electron/engine/source/previewFile.ts'
import { textRow, workbookFile } from '../../support/workbookFile.ts'
import { zipFile } from '../../support/zipFile.ts'
import { expectAccessible } from '../support/expectAccessible.ts'
import { choose } from '../support/journey.ts'
import { connectKit, endedRun, show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

const guests = ['Ada', 'Bea', 'Carl'].map((name, n) =>
  textRow(n + 4, [`${name.toLowerCase()}@example.org`, name]).replace(
    '</row>',
    `<c s="1"><v>${45360 + n}</v></c><c s="2"><v>${1230 + n}</v></c></row>`,
  ),
)
const workbook = workbookFile({
  formats: [0, 'dd.mm.yyyy', '00000'],
  sheets: [
    { name: 'Read me', rows: textRow(1, ['How to use this list']) + textRow(2, ['Ask Dora']) },
    {
      name: 'Guests',
      rows:
        textRow(1, ['Guests of the fair']) + textRow(3, ['Email', 'Name', 'Joined', 'Zip']) + guests.join(''),
    },
  ],
})

const archive = zipFile([
  { name: 'export/june.csv', content: 'Email,Name\nada@example.org,Ada\nbea@example.org,Bea\n' },
  { name: 'export/july.csv', content: 'Name,Email\nCarl,carl@example.org\n' },
  { name: 'export/unsubscribed.csv', content: 'Email,Name\nlea@example.org,Lea\n' },
  { name: 'logo.png', content: 'PNG' },
])

webTest(
  'a workbook shows its list as Excel does; its sheet and the row with the names are chosen by hand; a zip and several files become one list',
  async ({ window, folder }) => {
    await show(window, '/sync/import')
    await take(window, folder, { 'people.xlsx': workbook })
    await expectRows(window, 'people.xlsx', 3)
    await expect(window.getByRole('columnheader')).toHaveText(['Row', 'Email', 'Name', 'Joined', 'Zip'])
    await expect(window.getByRole('gridcell', { name: '09.03.2024' })).toBeVisible()
    await expect(window.getByRole('gridcell', { name: '01230' })).toBeVisible()
    await expect(window.getByText('The first sheet with email addresses.')).toBeVisible()
    await expectAccessible(window)
    await choose(window, 'Sheet', 'Read me')
    await expect(window.getByRole('columnheader')).toHaveText(['Row', 'How to use this list'])
    await choose(window, 'Sheet', 'Guests')
    await expectRows(window, 'people.xlsx', 3)
    // The row is clicked that has the names.
    await window.getByTitle('Click if the column names are in this row').first().click()
    await expect(window.getByRole('columnheader')).toHaveText([
      'Row',
      'ada@example.org',
      'Ada',
      '09.03.2024',
      '01230',
    ])
    await window.getByLabel('None').click()
    await expect(window.getByRole('columnheader').nth(1)).toHaveText('Column 1')

    await window.getByRole('button', { name: 'Choose another file' }).click()
    await take(window, folder, { 'people.zip': archive })
    await expectRows(window, 'people.zip', 3)
    await expect(window.getByText('2 files read as one list; 2 others left out.')).toBeVisible()
    await window.getByRole('button', { name: 'Choose the files' }).click()
    await expect(window.getByText('By its name, these people left.')).toBeVisible()
    await expectAccessible(window)
    await window.getByRole('checkbox', { name: /june\.csv/ }).click()
    await window.keyboard.press('Escape')
    await expectRows(window, 'people.zip', 1)

    await window.getByRole('button', { name: 'Choose another file' }).click()
    await take(window, folder, {
      'a.csv': 'Email,City\nada@example.org,Oslo\n',
      'b.csv': 'City;Email\nKöln;bea@example.org;too much\n',
    })
    await expectRows(window, 'a.csv and 1 more file', 2)
    await expect(window.getByText(/Row 1 of b\.csv: This row has 3 cells/)).toBeVisible()

    await window.getByRole('button', { name: 'Choose another file' }).click()
    await take(window, folder, {
      'a.csv': 'Email,City\nada@example.org,Oslo\n',
      'c.csv': 'Email,Town\nx@example.org,Rom\n',
    })
    await expect(window.getByRole('alert')).toContainText('“c.csv” has other columns than “a.csv”')
  },
)

webTest(
  'rows that did not get through are corrected in a spreadsheet and come back by their number',
  async ({ window, practice, folder }) => {
    const kit = await connectKit(window, practice)
    const { id } = await endedRun(window, kit, 'Email,First name\nben.example.org,Ben\nella@example.org,Ella')
    await show(window, `/sync/result/${id}`)
    const saving = window.waitForEvent('download')
    await window.getByRole('button', { name: 'Fix in Excel' }).click()
    const written = join(folder, 'written.xlsx')
    await (await saving).saveAs(written)
    const { columns, rows } = await previewFile(written, { headerRecord: 1 })
    const header = columns.map(({ name }) => name)
    const fixed = rows.map((cells) => cells.map((cell) => cell.replace('ben.example', 'ben@example')))
    const sheet = [header, ...fixed, ['7', '', 'x@example.org', 'X']].map((cells, n) => textRow(n + 1, cells))
    writeFileSync(join(folder, 'back.xlsx'), workbookFile({ sheets: [{ name: 'S', rows: sheet.join('') }] }))
    const taking = window.getByRole('region', { name: 'Rows in Excel' })
    await taking.locator('input[type=file]').setInputFiles(join(folder, 'back.xlsx'))
    await expect(taking.getByRole('status')).toContainText(
      '1 cell in 1 row taken from it. 1 row could not be taken:',
    )
    await expect(taking.getByText('Row 7 is not one of the rows to correct here.')).toBeVisible()
    await expect(window.getByText('1 corrected row, not sent yet')).toBeVisible()
    await expectAccessible(window)
  },
)

async function take(
  window: Page,
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  const paths = Object.entries(files).map(([name, content]) => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  })
  await window.locator('input[type=file]').setInputFiles(paths)
}

async function expectRows(window: Page, name: string, rows: number): Promise<void> {
  await expect(window.getByRole('heading', { level: 1, name })).toBeVisible()
  const words = `${rows} ${rows === 1 ? 'row' : 'rows'} in`
  await expect(window.getByRole('status').filter({ hasText: words })).toBeVisible()
}
