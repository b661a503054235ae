import { expect } from '@playwright/test'
import { expectAccessible } from '../support/expectAccessible.ts'
import { connectKit, engineBehind, show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

webTest(
  'the first page offers three ways to begin, and a key leads on to Import',
  async ({ window, practice }) => {
    await expect(
      window.getByRole('heading', { level: 1, name: 'Bring a list to Kit or Klaviyo' }),
    ).toBeVisible()
    for (const way of ['Choose a file', 'Connect Kit or Klaviyo', 'Try it with practice accounts'])
      await expect(window.getByRole('button', { name: way })).toBeVisible()
    await expectAccessible(window)
    await window.getByRole('button', { name: 'Connect Kit or Klaviyo' }).click()
    await window.getByRole('textbox', { name: 'API key' }).fill(practice.kit.keys[0] ?? '')
    await window.getByRole('button', { name: 'Connect Kit', exact: true }).click()
    await expect(window).toHaveURL(/#\/sync\/import$/)
    // The only account there is needs no choice.
    await expect(window.getByRole('combobox', { name: 'Account' })).toHaveValue('Kit · Practice Bakery')
  },
)

webTest(
  'the form of each service is as its connector declares it, and a wrong key is refused with where to find the right one',
  async ({ window, practice }) => {
    await show(window, '/connections')
    await expect(window.getByRole('heading', { name: 'No account yet' })).toBeVisible()
    await expect(window.getByText('Keys are only kept until Listferry is closed')).toBeVisible()
    await expectAccessible(window)
    await window.getByRole('button', { name: 'Connect an account' }).click()
    const form = window.getByRole('dialog', { name: 'Connect an account' })
    for (const connector of await engineBehind(window).connections.connectors({})) {
      await form.getByText(connector.title, { exact: true }).click()
      const way = connector.credentials.find(({ kind }) => kind === 'keys')
      if (way?.kind !== 'keys') throw new Error(`${connector.title} takes no key`)
      await expect(form.getByText(way.help)).toBeVisible()
      for (const field of way.fields)
        await expect(form.getByRole('textbox', { name: field.label })).toBeVisible()
      await expect(form.getByRole('button', { name: `Connect ${connector.title}` })).toBeDisabled()
    }
    await form.getByText('Kit', { exact: true }).click()
    await form.getByRole('textbox', { name: 'API key' }).fill(practice.kit.refusedKeys.v3)
    await form.getByRole('button', { name: 'Connect Kit' }).click()
    const refusal = form.getByRole('alert')
    await expect(refusal).toContainText('Kit did not let us in')
    await expect(refusal).toContainText('old version 3')
    await expect(refusal).toContainText('Settings → Developer')
    await expectAccessible(window)
    expect(await engineBehind(window).connections.list({})).toEqual([])

    await form.getByRole('textbox', { name: 'API key' }).fill(practice.kit.keys[0] ?? '')
    await form.getByLabel('Your name for it').fill('Acme Bakery')
    await form.getByRole('button', { name: 'Connect Kit' }).click()
    await expect(form).toBeHidden()
    const account = window.getByRole('listitem').filter({ hasText: 'Acme Bakery' })
    await expect(account).toContainText(
      'Kit · Practice Bakery · hello@bakery.example · plan “creator” · up to 25,000 people',
    )
    await expect(account).toContainText('Takes 120 requests a minute')
    const kept = await window.evaluate(() =>
      JSON.stringify([
        Object.entries(localStorage),
        Object.entries(sessionStorage),
        document.documentElement.outerHTML,
      ]),
    )
    expect(kept).not.toContain(practice.kit.keys[0])
  },
)

webTest(
  'an account is renamed, coloured, tested, reconnected and, after a question, removed',
  async ({ window, practice }) => {
    await connectKit(window, practice)
    await show(window, '/connections')
    const account = window.getByRole('main').getByRole('listitem')
    await account.getByRole('button', { name: 'Rename Acme Bakery' }).click()
    await account.getByLabel('Name of this account').fill('Bakery, letters')
    await window.keyboard.press('Enter')
    await expect(account).toContainText('Bakery, letters')
    await account.getByRole('button', { name: /^Colour of Bakery, letters: / }).click()
    await window.getByRole('button', { name: 'violet', exact: true }).click()
    await expect(account.getByRole('button', { name: 'Colour of Bakery, letters: violet' })).toBeVisible()

    await account.getByRole('button', { name: 'Test' }).click()
    await expect(window.getByText('Bakery, letters answers')).toBeVisible()
    practice.kit.faults.add({ kind: 'key-revoked' })
    await account.getByRole('button', { name: 'Test' }).click()
    await expect(account.getByRole('alert')).toContainText('Bakery, letters did not answer')
    await expect(account.getByRole('alert')).toContainText('Settings → Developer')
    await expectAccessible(window)
    practice.kit.faults.clear()

    await account.getByRole('button', { name: 'Reconnect' }).click()
    const form = window.getByRole('dialog', { name: 'Reconnect Bakery, letters' })
    await form.getByRole('textbox', { name: 'API key' }).fill(practice.kit.keys[1] ?? '')
    await form.getByRole('button', { name: 'Reconnect Bakery, letters' }).click()
    await expect(form).toBeHidden()
    practice.kit.requests.clear()
    await account.getByRole('button', { name: 'Test' }).click()
    await expect(account.getByRole('alert')).toBeHidden()
    await expect.poll(() => practice.kit.requests.entries.map(({ key }) => key)).toContain('valid 2')

    await account.getByRole('button', { name: 'Remove' }).click()
    const question = window.getByRole('dialog', { name: 'Remove Bakery, letters?' })
    await expect(question).toContainText('Nothing changes at Kit')
    await expectAccessible(window)
    await question.getByRole('button', { name: 'Keep it' }).click()
    await expect(account).toHaveCount(1)
    await account.getByRole('button', { name: 'Remove' }).click()
    await question.getByRole('button', { name: 'Remove Bakery, letters' }).click()
    await expect(window.getByRole('heading', { name: 'No account yet' })).toBeVisible()
  },
)
