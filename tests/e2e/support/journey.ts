import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { samplesFolder } from '../../support/samplesFolder.ts'

/** A list that comes with the program, as the bytes that it is. */
export function sample(name: string): Buffer {
  return readFileSync(join(samplesFolder, name))
}

/** The messy one: 47 rows, Windows-1252, semicolons, two lines of title. */
export const messySample = 'webinar-export.csv'

/** On Import: the file that is chosen in the system's dialog. */
export async function chooseFile(window: Page, name: string, content: string | Buffer): Promise<void> {
  const chooser = window.waitForEvent('filechooser')
  await window.getByRole('button', { name: 'Choose a file' }).click()
  await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) })
  await expect(window.getByRole('heading', { level: 1, name })).toBeVisible()
}

/** On Import, where there is more than one account: the one that the list goes to. */
export async function chooseAccount(window: Page, account: string): Promise<void> {
  await choose(window, 'Account', account)
}

/** Picks from a list that opens. */
export async function choose(window: Page, list: string, option: string): Promise<void> {
  await window.getByRole('combobox', { name: list, exact: true }).click()
  await window.getByRole('option', { name: option, exact: true }).click()
}

/** Picks from one of the lists with a search: a column's field, an audience. */
export async function pick(
  window: Page,
  picker: string,
  search: string,
  option: string | RegExp,
): Promise<void> {
  await window.getByRole('button', { name: picker }).click()
  await window.locator('input:focus').fill(search)
  await window.getByRole('option', { name: option }).click()
}

/** From Import to Map. */
export async function goToMap(window: Page): Promise<void> {
  await window.getByRole('button', { name: /^Map [\d,]+ columns?$/ }).click()
  await expect(window.getByRole('heading', { level: 1, name: 'Map the columns' })).toBeVisible()
  await expect(
    window
      .getByRole('list')
      .getByRole('button', { name: /^Field for column / })
      .first(),
  ).toBeVisible()
}

/** From Map to the plan. */
export async function goToReview(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Review changes' }).click()
  await expect(window.getByRole('heading', { level: 1, name: 'Review the changes' })).toBeVisible()
}

/** A tab of Review, with its count: `tab(window, 36, 'New')`. */
export function tab(window: Page, count: number | RegExp, kind: string): Locator {
  const number = count instanceof RegExp ? count.source : String(count)
  return window.getByRole('tab', { name: new RegExp(`^[+=]?\\s*${number}\\s*${kind}$`) })
}
