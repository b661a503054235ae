import { join } from 'node:path'
import { expect } from '@playwright/test'
import { samplesFolder } from '../../support/samplesFolder.ts'
import { desktopTest } from '../support/desktopTest.ts'
import { messySample } from '../support/journey.ts'
import { bringMessySampleToKit } from '../support/messySample.ts'

desktopTest(
  'a key goes from the form into the keychain, and a list from the disk to the account, with its share on the dock',
  async ({ desktop, practice, keyring }) => {
    const { app, page } = desktop
    const key = practice.kit.keys[0] ?? ''
    await app.evaluate(({ BrowserWindow }) => {
      const shares: number[] = []
      Object.assign(globalThis, { shares })
      const [window] = BrowserWindow.getAllWindows()
      if (window) window.setProgressBar = (share) => void shares.push(share)
    })
    await page.getByRole('button', { name: 'Connect Kit or Klaviyo' }).click()
    await page.getByRole('textbox', { name: 'API key' }).fill(key)
    await page.getByRole('button', { name: 'Connect Kit', exact: true }).click()
    await expect(page.getByRole('combobox', { name: 'Account' })).toHaveValue('Kit · Practice Bakery')
    expect(keyring.find()).toContain(key)
    expect(await page.content()).not.toContain(key)
    expect(
      await page.evaluate(() =>
        JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
      ),
    ).not.toContain(key)

    await page.locator('input[type=file]').setInputFiles(join(samplesFolder, messySample))
    await expect(page.getByRole('heading', { level: 1, name: messySample })).toBeVisible()
    await bringMessySampleToKit(page, 'Kit · Practice Bakery')
    const { subscribers } = practice.kit.state
    const emails = [...subscribers.all()].map(({ emailAddress }) => emailAddress)
    expect(emails).toContain('jorg.angstrom35@example.org')
    for (const nobody of ['zoe.kohler3@example.org', 'paula.blum@example.org', 'kurt.krumm@example.org'])
      expect(emails).not.toContain(nobody)

    const shares = await app.evaluate(() => (globalThis as unknown as { shares: number[] }).shares)
    expect(shares.some((share) => share > 0 && share <= 1)).toBe(true)
    expect(shares.at(-1)).toBe(-1)
  },
)
