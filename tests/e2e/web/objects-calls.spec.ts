import { expect, type Page } from '@playwright/test'
import type { RunningPractice } from '../../../electron/practice/startPractice.ts'
import { expectAccessible } from '../support/expectAccessible.ts'
import { choose } from '../support/journey.ts'
import { connectKit, engineBehind, show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

const personOf = ({ kit }: RunningPractice, start: string) =>
  [...kit.state.subscribers.all()].find(({ emailAddress }) => emailAddress.startsWith(start))

const writes = ({ kit }: RunningPractice) =>
  kit.requests.entries.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/filter'))

webTest(
  'somebody is unsubscribed from their page, after it was said that this is for good',
  async ({ window, practice }) => {
    const { id } = await connectKit(window, practice)
    await engineBehind(window).people.refresh({ connection: id })
    await show(window, '/people')
    await window.getByLabel('Find people by part').fill('ada.okafor@')
    await window.getByRole('button', { name: 'Open: ada.okafor@example.com' }).click()
    await window.getByRole('button', { name: 'Unsubscribe from Kit · Acme Bakery…' }).click()
    const dialog = window.getByRole('dialog', { name: 'Unsubscribe a person' })
    await expect(dialog.getByLabel('Their address')).toHaveValue('ada.okafor@example.com')
    await expect(dialog).toContainText('Only they themselves can come back')
    const go = dialog.getByRole('button', { name: 'Unsubscribe from Kit · Acme Bakery' })
    await expect(go).toBeDisabled()
    await expectAccessible(window)
    await dialog.getByLabel('I know that this can’t be undone').check()
    await expect(dialog.getByRole('region', { name: 'What it does' })).toContainText(
      `POST /v4/subscribers/${personOf(practice, 'ada.okafor@')?.id}/unsubscribe`,
    )
    await go.click()
    await expect(
      window.getByText('ada.okafor@example.com is unsubscribed from Kit · Acme Bakery.'),
    ).toBeVisible()
    expect(personOf(practice, 'ada.okafor@')?.state).toBe('cancelled')
    await expect(window.getByRole('grid', { name: 'People' }).getByText('Unsubscribed')).toBeVisible()
  },
)

webTest('the palette unsubscribes whoever the account has, and nobody else', async ({ window, practice }) => {
  await connectKit(window, practice)
  await fromPalette(window, 'unsub')
  const dialog = window.getByRole('dialog', { name: 'Unsubscribe a person' })
  await dialog.getByLabel('Their address').fill('nobody@example.org')
  await dialog.getByLabel('I know that this can’t be undone').check()
  await dialog.getByRole('button', { name: 'Unsubscribe from' }).click()
  await expect(dialog.getByRole('alert').filter({ hasText: 'They were not unsubscribed' })).toContainText(
    'Nobody in the account has the address',
  )
  await expectAccessible(window)
  expect(writes(practice)).toEqual([])
})

webTest(
  'a webhook asks for what its event needs, by name, and is deleted with one word',
  async ({ window, practice }) => {
    const { id } = await connectKit(window, practice)
    await show(window, `/contents/${id}/webhooks`)
    await expect(window.getByRole('heading', { name: 'No webhooks yet' })).toBeVisible()
    await window.getByRole('button', { name: 'New webhook' }).click()
    const dialog = window.getByRole('dialog', { name: 'New webhook' })
    await dialog.getByLabel('Target address').fill('https://hooks.example.com/tagged')
    await choose(window, 'Event', 'A person clicks a link')
    await expect(dialog.getByLabel('Link address')).toBeVisible()
    await choose(window, 'Event', 'A person gets a tag')
    await expect(dialog.getByLabel('Link address')).toHaveCount(0)
    const make = dialog.getByRole('button', { name: 'Make it in Kit · Acme Bakery' })
    await make.click()
    await expect(dialog.getByRole('alert')).toHaveText('Fill in: Tag id.')
    await expectAccessible(window)
    await choose(window, 'Tag', 'VIP')
    await expect(dialog.getByRole('region', { name: 'What it does' })).toContainText('POST /v4/webhooks')
    expect(writes(practice)).toEqual([])
    await make.click()
    await expect(window.getByText('Webhook made in Kit · Acme Bakery.')).toBeVisible()
    const vip = [...practice.kit.state.tags.values()].find(({ name }) => name === 'VIP')
    expect([...practice.kit.state.webhooks.values()]).toMatchObject([
      { targetUrl: 'https://hooks.example.com/tagged', event: { name: 'tag_add', tag_id: vip?.id } },
    ])

    await window.getByRole('button', { name: 'Open: https://hooks.example.com/tagged' }).click()
    await window.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    const sure = window.getByRole('dialog', { name: 'Delete a webhook' })
    await expect(sure).toContainText('Kit no longer calls https://hooks.example.com/tagged')
    await sure.getByRole('button', { name: 'Delete the webhook' }).click()
    await expect(window.getByRole('heading', { name: 'No webhooks yet' })).toBeVisible()
    expect(practice.kit.state.webhooks.size).toBe(0)
  },
)

webTest(
  'an endpoint shows its signing secret once, and gets a new one',
  async ({ window, practice, complaints }) => {
    const { id } = await connectKit(window, practice)
    const secret = () => [...practice.kit.state.webhookEndpoints.values()][0]?.secret ?? 'none'
    await fromPalette(window, 'new webhook endpoint')
    const dialog = window.getByRole('dialog', { name: 'New webhook endpoint' })
    await dialog.getByLabel('Address').fill('http://127.0.0.1/x')
    await dialog.getByRole('combobox', { name: 'Events' }).click()
    await window.getByRole('option', { name: 'tag.created' }).click()
    await window.getByRole('option', { name: 'tag.deleted' }).click()
    await window.keyboard.press('Escape')
    await dialog.getByRole('button', { name: 'Make it in' }).click()
    await expect(dialog.getByRole('alert')).toContainText('private network')
    expect(writes(practice)).toEqual([])
    await dialog.getByLabel('Address').fill('https://hooks.example.com/b')
    await dialog.getByRole('button', { name: 'Make it in' }).click()
    await expect(dialog.getByLabel('Signing secret', { exact: true })).toHaveText(/^whsec_/)
    await expect(dialog.getByLabel('Signing secret', { exact: true })).toHaveText(secret())
    await expect(dialog.getByRole('button', { name: 'Copy the secret' })).toBeVisible()
    await expectAccessible(window)
    await dialog.getByRole('button', { name: 'I have copied it' }).click()
    const first = secret()

    await show(window, `/contents/${id}/webhookEndpoints`)
    await window.getByRole('button', { name: 'Open: https://hooks.example.com/b' }).click()
    await window.getByRole('button', { name: 'New signing secret' }).click()
    const again = window.getByRole('dialog', { name: 'New signing secret' })
    const foreseen = again.getByRole('region', { name: 'What it does' })
    await expect(foreseen).toContainText('The present one counts for a day longer')
    await expect(foreseen).toContainText(/POST \/v4\/webhook_endpoints\/\d+\/rotate_secret/)
    expect(secret()).toBe(first)
    await again.getByRole('button', { name: 'Make a new secret' }).click()
    await expect(again.getByLabel('Signing secret', { exact: true })).toHaveText(/^whsec_/)
    expect(secret()).not.toBe(first)
    const second = secret()
    await again.getByRole('button', { name: 'I have copied it' }).click()

    await fromPalette(window, 'signing secret')
    await choose(window, 'Which webhook endpoint', 'https://hooks.example.com/b')
    await expect(again.getByRole('alert')).toContainText('It was replaced less than a day ago')
    await expect(again.getByRole('alert')).toContainText(/still counts, until .* It ends at once/)
    await expectAccessible(window)
    expect(secret()).toBe(second)
    await again.getByRole('button', { name: 'Replace it all the same' }).click()
    await expect(again.getByLabel('Signing secret', { exact: true })).toHaveText(/^whsec_/)
    expect(secret()).not.toBe(second)
    await expect(again.getByLabel('Signing secret', { exact: true })).toHaveText(secret())
    complaints.length = 0
  },
)

webTest('tags and custom fields are made, renamed and deleted in place', async ({ window, practice }) => {
  const { id } = await connectKit(window, practice)
  const labels = () => [...practice.kit.state.customFields.values()].map(({ label }) => label)
  await fromPalette(window, 'new tag')
  const name = window.getByRole('dialog').getByLabel('Name')
  await name.fill('From the palette')
  await name.press('Enter')
  await expect(window.getByText('Tag made in Kit · Acme Bakery.')).toBeVisible()
  expect([...practice.kit.state.tags.values()].map(({ name }) => name)).toContain('From the palette')

  await show(window, `/contents/${id}/customFields`)
  await window.getByRole('button', { name: 'Open: City' }).click()
  await window.getByRole('button', { name: 'Rename' }).click()
  const rename = window.getByRole('dialog', { name: 'Rename a custom field' })
  await rename.getByLabel('Label').fill('Town')
  await expectAccessible(window)
  await rename.getByRole('button', { name: 'Change it in Kit · Acme Bakery' }).click()
  await expect(window.getByRole('button', { name: 'Open: Town' })).toBeVisible()
  expect(labels()).toContain('Town')

  await fromPalette(window, 'delete a custom')
  const sure = window.getByRole('dialog', { name: 'Delete a custom field' })
  await choose(window, 'Which custom field', 'Town')
  await expect(sure).toContainText(/wipes its values from \d+ people/)
  const go = sure.getByRole('button', { name: 'Delete the custom field' })
  await expect(go).toBeDisabled()
  await expectAccessible(window)
  await sure.getByLabel('Type “Town”').fill('town')
  await go.click()
  await expect(window.getByText('Deleted from Kit · Acme Bakery: Town')).toBeVisible()
  expect(labels()).not.toContain('Town')
  await expect(window.getByRole('button', { name: 'Open: Town' })).toHaveCount(0)
})

webTest('the dialog of an act goes with its page', async ({ window, practice }) => {
  await connectKit(window, practice)
  await show(window, '/history')
  await show(window, '/people')
  await fromPalette(window, 'new tag')
  await window.goBack()
  await expect(window.getByRole('heading', { level: 1, name: 'History' })).toBeVisible()
  await expect(window.getByRole('dialog')).toHaveCount(0)
})

async function fromPalette(window: Page, words: string): Promise<void> {
  const search = window.getByPlaceholder('Go to, do, or find a person…')
  await window.keyboard.press('ControlOrMeta+k')
  await search.fill(words)
  // The window first has to hear of the account.
  await expect(window.getByText('In a Kit account')).toHaveCount(1)
  await search.press('Enter')
  // The palette is a dialog too, and gives the focus away as it goes.
  await expect(search).toHaveCount(0)
  await expect(window.getByRole('dialog')).toBeVisible()
}
