import { expect } from '@playwright/test'
import { expectAccessible } from '../support/expectAccessible.ts'
import { connectKit, connectKlaviyo, show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

webTest('without an account, People says to connect one', async ({ window }) => {
  await show(window, '/people')
  await expect(window.getByRole('heading', { name: 'No account is connected' })).toBeVisible()
  await window.getByRole('link', { name: 'Connect an account' }).click()
  await expect(window).toHaveURL(/#\/connections$/)
})

webTest(
  'everyone of an account is read when asked to, and found by part of an address',
  async ({ window, practice }) => {
    await connectKit(window, practice)
    await show(window, '/people')
    await expect(window.getByRole('heading', { name: 'Nobody was read yet' })).toBeVisible()
    await expectAccessible(window)
    await window.getByRole('button', { name: 'Read everyone now: Kit · Acme Bakery' }).click()
    const people = window.getByRole('grid', { name: 'People' })
    await expect(people).toBeVisible({ timeout: 30_000 })
    await expect(window.getByText(/\d+ people, \d+ of them left; read just now/)).toBeVisible()
    await expectAccessible(window)

    await window.getByLabel('Find people by part').fill('ada.okafor@')
    await expect(people.getByRole('button', { name: 'Open: ada.okafor@example.com' })).toBeVisible()
    await window.getByLabel('Find people by part').fill('nobody-at-all')
    await expect(window.getByText('Nobody matches.', { exact: false })).toBeVisible()
  },
)

webTest('the same person is shown at both accounts, side by side', async ({ window, practice }) => {
  await connectKit(window, practice)
  await connectKlaviyo(window, practice)
  await show(window, '/people')
  for (const account of ['Kit · Acme Bakery', 'Klaviyo · Acme Shop'])
    await window.getByRole('button', { name: `Read everyone now: ${account}` }).click()
  await expect(window.getByText('read just now')).toHaveCount(2, { timeout: 30_000 })
  await window.getByLabel('Find people by part').fill('ada.okafor@')
  await window.getByRole('button', { name: 'Open: ada.okafor@example.com' }).first().click()
  const person = window.getByRole('dialog', { name: 'ada.okafor@example.com' })
  await expect(person.getByRole('columnheader')).toHaveText([
    'Field',
    'Kit · Acme Bakery',
    'Klaviyo · Acme Shop',
  ])
  await expect(person.getByRole('row', { name: 'First name Ada Ada' })).toBeVisible()
  await expectAccessible(window)

  // The palette leads to people from everywhere, at whichever account.
  await show(window, '/history')
  await window.keyboard.press('ControlOrMeta+k')
  await window.getByPlaceholder('Go to, do, or find a person…').fill('okafor')
  await window.getByRole('button', { name: /ada.okafor@example.com.*Klaviyo · Acme Shop/ }).click()
  await expect(person).toBeVisible()
  await person.getByRole('button', { name: 'Close the person' }).click()
  await expect(window).toHaveURL(/#\/people$/)
})

webTest('people are narrowed to an account, an audience and those who left', async ({ window, practice }) => {
  await connectKit(window, practice)
  await show(window, '/people')
  await window.getByRole('button', { name: 'Read everyone now: Kit · Acme Bakery' }).click()
  const people = window.getByRole('grid', { name: 'People' })
  await expect(people).toBeVisible({ timeout: 30_000 })
  await choose('Who', 'Who left')
  await expect(people.getByText('Unsubscribed').first()).toBeVisible()
  await expect(people.getByText('active')).toHaveCount(0)
  await choose('Who', 'Everyone')
  await choose('Account', 'Kit · Acme Bakery')
  await choose('In a form, tag, sequence or list', 'VIP')
  await expect(people.getByRole('row', { name: /VIP/ }).first()).toBeVisible()

  async function choose(name: string, option: string): Promise<void> {
    await window.getByRole('combobox', { name }).click()
    await window.getByRole('option', { name: option, exact: true }).click()
  }
})
