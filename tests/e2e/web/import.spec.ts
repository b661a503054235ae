import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { expectAccessible } from '../support/expectAccessible.ts'
import { choose, chooseFile, messySample, sample } from '../support/journey.ts'
import { show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

const people = 'Email,First name\nella@example.org,Ella\nben@example.org,Ben'

webTest(
  'a list is dropped anywhere, dropped in its place, chosen, pasted in either way, or taken from before',
  async ({ window, folder }) => {
    await show(window, '/history')
    await expect(window.getByRole('heading', { name: 'Nothing was sent yet' })).toBeVisible()
    await drop(window, 'body', 'dropped anywhere.csv', people)
    await expectRows(window, 'dropped anywhere.csv', 2)

    await window.getByRole('button', { name: 'Choose another file' }).click()
    await drop(window, 'text=Drop a list here', 'dropped here.csv', `${people}\ncarl@example.org,Carl`)
    await expectRows(window, 'dropped here.csv', 3)

    await window.getByRole('button', { name: 'Choose another file' }).click()
    await chooseFile(window, 'chosen.csv', `${people}\n`.repeat(2))
    await expectRows(window, 'chosen.csv', 5)

    await window.getByRole('button', { name: 'Choose another file' }).click()
    await window.getByLabel('Cells from a spreadsheet').fill('Email\tCity\nella@example.org\tOslo')
    await window.getByRole('button', { name: 'Use the pasted rows' }).click()
    await expect(window.getByRole('columnheader')).toHaveText(['Row', 'Email', 'City'])

    await window.getByRole('button', { name: 'Choose another file' }).click()
    await expect(window.getByRole('button', { name: 'Use the pasted rows' })).toBeDisabled()
    await window.getByRole('heading', { level: 1 }).click()
    await pasteAnywhere(window, 'Email\tPlace\tAge\nella@example.org\tOslo\t40')
    await expect(window.getByRole('columnheader')).toHaveText(['Row', 'Email', 'Place', 'Age'])

    await window.getByRole('button', { name: 'Choose another file' }).click()
    await expect(window.getByRole('heading', { name: 'Recent files' })).toBeVisible()
    await expectAccessible(window)
    await window.getByRole('button', { name: /^dropped here\.csv 3 rows/ }).click()
    await expectRows(window, 'dropped here.csv', 3)

    await window.getByRole('button', { name: 'Choose another file' }).click()
    writeFileSync(join(folder, 'picture.csv'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]))
    await window.locator('input[type=file]').setInputFiles(join(folder, 'picture.csv'))
    await expect(window.getByRole('alert')).toContainText(/can’t be read|could not be opened/)
    await expect(window.getByText('Reading the file')).toHaveCount(0)
    await expectAccessible(window)
  },
)

webTest(
  'the preview is read anew with each choice of delimiter, letters, line of names and quote mark, and back as detected',
  async ({ window }) => {
    await show(window, '/sync/import')
    await chooseFile(window, messySample, sample(messySample))
    await expectRows(window, messySample, 47)
    const names = window.getByRole('columnheader')
    const detected = ['Row', 'E-Mail-Adresse', 'Vorname', 'Nachname', 'Telefon', 'PLZ', 'Ort', 'Abgemeldet']
    await expect(names).toHaveText(detected)
    await expect(window.getByText('2 lines above the column names are left out:')).toBeVisible()
    await expect(window.getByText(/With a semicolon, \d+% of rows have 7 cells/)).toBeVisible()
    await expectAccessible(window)

    const cell = window.getByRole('gridcell', { name: 'Käthe', exact: true })
    await expect(cell.first()).toBeVisible()
    await choose(window, 'Letters are written in', 'Mac Roman')
    await expect(cell).toHaveCount(0)
    await choose(window, 'Letters are written in', 'Windows-1252 (Western)')
    await expect(cell.first()).toBeVisible()

    await choose(window, 'Cells are separated by', 'Comma  ,')
    await expect(names).toHaveText(['Row', /^Webinar "Brot backen" – Teilnehmerliste;;/])
    await window.getByRole('button', { name: 'Read it as detected' }).click()
    await expect(names).toHaveText(detected)

    await window.getByLabel('Names in line').fill('2')
    await expect(names.nth(1)).toHaveText('Exportiert am 20.11.2026 um 09:14')
    await window.getByRole('button', { name: 'Exportiert am' }).waitFor({ state: 'hidden' })
    await window.getByLabel('Names in line').fill('4')
    await expect(names.nth(1)).toHaveText('jurgen.muller0@example.org')
    await expectRows(window, messySample, 46)
    // A line that was left out may be the one with the names.
    await window.getByRole('button', { name: /^E-Mail-Adresse · Vorname/ }).click()
    await expect(names).toHaveText(detected)
    await window.getByLabel('None').click()
    await expect(names.nth(1)).not.toHaveText('E-Mail-Adresse')
    await expectRows(window, messySample, 50)
    await window.getByRole('button', { name: 'Read it as detected' }).click()
    await expectRows(window, messySample, 47)

    // What was chosen is there again after a reload.
    await choose(window, 'Cells are separated by', 'Tab')
    await expect(names).toHaveCount(2)
    await window.reload()
    await expect(window.getByRole('combobox', { name: 'Cells are separated by' })).toHaveValue('Tab')
    await expect(names).toHaveCount(2)
  },
)

webTest(
  'a list of one column goes on; one of column names alone says so, and what to do',
  async ({ window }) => {
    await show(window, '/sync/import')
    await chooseFile(window, 'one.csv', 'Email\nella@example.org')
    await expect(window.getByText('1 row in 1 column')).toBeVisible()
    await window.getByRole('button', { name: 'Choose another file' }).click()
    await chooseFile(window, 'none.csv', 'Email,First name\n')
    const note = window.getByRole('alert')
    await expect(note).toContainText('This file can’t be read as a list')
    await expect(note).toContainText('“none.csv” has a header but no rows. Export it again with its people')
    await expect(note.getByRole('button')).toHaveCount(0)
    await expectAccessible(window)
    await window.getByRole('button', { name: 'Choose another file' }).click()
    await expect(window.getByRole('button', { name: 'Choose a file' })).toBeVisible()
  },
)

async function expectRows(window: Page, name: string, rows: number): Promise<void> {
  await expect(window.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect(window.getByRole('status').filter({ hasText: `${rows} rows in` })).toBeVisible()
}

/** As when a file comes from the desktop. */
async function drop(window: Page, onto: string, name: string, text: string): Promise<void> {
  const dataTransfer = await window.evaluateHandle(
    ([of, content]) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([content], of, { type: 'text/csv' }))
      return transfer
    },
    [name, text] as const,
  )
  await window.dispatchEvent(onto, 'dragover', { dataTransfer })
  await window.dispatchEvent(onto, 'drop', { dataTransfer })
}

async function pasteAnywhere(window: Page, text: string): Promise<void> {
  await window.evaluate((copied) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', copied)
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
  }, text)
}
