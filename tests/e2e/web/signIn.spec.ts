import { expect } from '@playwright/test'
import { webTest } from '../support/webTest.ts'

// A code is good for ten minutes, which a hurried account lives through before it is pasted.
webTest.use({ speed: 10 })

webTest('signs in at Kit’s own page, and says which way in an account has', async ({ window, practice }) => {
  await window.getByRole('link', { name: 'Connections' }).click()
  await window.getByRole('button', { name: 'Connect an account' }).first().click()
  const dialog = window.getByRole('dialog')
  await dialog.getByText('Sign in with Kit', { exact: true }).first().click()
  await dialog.getByRole('button', { name: 'Sign in with Kit' }).click()
  await expect(dialog.getByText('Waiting for your browser to come back from Kit')).toBeVisible()
  const opened = window.context().waitForEvent('page')
  await dialog.getByRole('link', { name: 'Open Kit’s page' }).click()
  const consent = await opened
  await consent.getByRole('button', { name: 'Allow' }).click()
  await expect(consent.getByText('Back to Listferry')).toBeVisible()
  await expect(dialog).toBeHidden()
  const card = window.getByRole('listitem').filter({ hasText: practice.kit.state.account.name })
  await expect(card.getByText('Sign in with Kit')).toBeVisible()
  await expect(card.getByText('600 requests a minute')).toBeVisible()
})

webTest(
  'takes a code where the browser does not come back, and says when it is wrong',
  async ({ window }) => {
    await window.getByRole('link', { name: 'Connections' }).click()
    await window.getByRole('button', { name: 'Connect an account' }).first().click()
    const dialog = window.getByRole('dialog')
    await dialog.getByText('Sign in with Kit', { exact: true }).first().click()
    await dialog.getByRole('button', { name: 'Sign in with Kit' }).click()
    await dialog.getByRole('button', { name: 'It does not come back? Use a code' }).click()
    await dialog.getByLabel('Code from Kit').fill('a-code-that-was-never-given-out')
    await dialog.getByRole('button', { name: 'Finish signing in' }).click()
    await expect(dialog.getByText('This code does not open the account')).toBeVisible()
    const page = (await dialog.getByRole('link', { name: 'Open Kit’s page' }).getAttribute('href')) ?? ''
    const consent = await window.context().newPage()
    await consent.goto(page)
    await consent.getByRole('button', { name: 'Allow' }).click()
    const code = (await consent.locator('#authorization_code').textContent()) ?? ''
    await dialog.getByLabel('Code from Kit').fill(code)
    await dialog.getByRole('button', { name: 'Finish signing in' }).click()
    await expect(dialog).toBeHidden()
  },
)

webTest('tells what a pasted key is, and leads to the way in that takes it', async ({ window, practice }) => {
  await window.getByRole('link', { name: 'Connections' }).click()
  await window.getByRole('button', { name: 'Connect an account' }).first().click()
  const dialog = window.getByRole('dialog')
  await dialog.locator('input[type=password]').fill(practice.kit.refusedKeys.v3)
  await expect(dialog.getByText(/API key of Kit’s old version 3/)).toBeVisible()
  await dialog.getByRole('button', { name: /Use “API key and secret/ }).click()
  await expect(dialog.getByLabel('API secret')).toBeVisible()
  await expect(dialog.getByText(/Creates people only by putting them into a form/)).toBeVisible()
})
