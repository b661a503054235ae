import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { expectAccessible } from '../support/expectAccessible.ts'
import { choose, chooseFile, goToMap, goToReview, tab } from '../support/journey.ts'
import { connectKit, connectKlaviyo, show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

webTest('without an account, there is one to connect first', async ({ window }) => {
  await show(window, '/contents')
  await expect(window.getByRole('heading', { name: 'No account is connected' })).toBeVisible()
  await expectAccessible(window)
})

webTest(
  'an account says what it holds, what can be seen of that, and what this key can’t reach',
  async ({ window, practice }) => {
    await connectKit(window, practice)
    await connectKlaviyo(window, practice)
    await window.getByRole('link', { name: 'In the account' }).click()
    const line = (name: string) =>
      window.getByRole('listitem').filter({ has: window.getByRole('link', { name, exact: true }) })
    await expect(line('Custom fields')).toContainText('without how many people have a value')
    await expect(line('Custom fields')).toContainText('Add, change, delete')
    await expect(line('Segments')).toContainText('To read only')
    await expect(line('Purchases')).toContainText('Kit lets nobody reach purchases with a key')
    await expectAccessible(window)

    await window.getByRole('link', { name: 'Purchases' }).click()
    await expect(window.getByRole('heading', { name: 'Purchases need signing in with Kit' })).toBeVisible()
    await expectAccessible(window)
    await window.getByRole('link', { name: 'All in the account' }).click()
    await choose(window, 'Account', 'Klaviyo · Acme Shop')
    await expect(line('Events')).toContainText('To read only')
    await expectAccessible(window)
  },
)

webTest(
  'things of one kind are listed, narrowed down, looked at and saved as CSV',
  async ({ window, practice }) => {
    const { id } = await connectKit(window, practice)
    const { tags } = practice.kit.state
    await show(window, `/contents/${id}/tags`)
    const grid = window.getByRole('grid', { name: 'Tags' })
    await expect(window.getByText(`${tags.size} tags`, { exact: true })).toBeVisible()
    await expectAccessible(window)

    await window.getByLabel('Find by part of the name').fill('vip')
    await expect(window.getByText('1 tag', { exact: true })).toBeVisible()
    await grid.getByRole('button', { name: 'Open: VIP' }).click()
    const vip = [...tags.values()].find(({ name }) => name === 'VIP')
    await expect(window.getByRole('dialog', { name: 'VIP' })).toContainText(String(vip?.id))
    await expectAccessible(window)
    await window.keyboard.press('Escape')

    const download = window.waitForEvent('download')
    await window.getByRole('button', { name: 'Save tags as CSV' }).click()
    const csv = readFileSync(await (await download).path(), 'utf8')
    expect(csv.trim().split(/\r?\n/)).toHaveLength(2)
    expect(csv).toContain(`${vip?.id},VIP`)

    await window.getByLabel('Find by part of the name').fill('zebra')
    await expect(window.getByText('No tags are like that.', { exact: false })).toBeVisible()
  },
)

webTest('a long list is read page by page as it comes into sight', async ({ window, practice }) => {
  const { id } = await connectKit(window, practice)
  practice.kit.requests.clear()
  await show(window, `/contents/${id}/tagSubscriptions`)
  const grid = window.getByRole('grid', { name: 'Tag subscriptions' })
  await expect(window.getByText(/^The first \d+ tags of people; more are read as you go down$/)).toBeVisible()
  const asked = () =>
    practice.kit.requests.entries.filter(({ path }) => /^\/v4\/tags\/\d+\/subscribers/.test(path)).length
  const before = asked()
  expect(before).toBeLessThan(practice.kit.state.tags.size)
  await grid.focus()
  for (let end = 0; end < 20 && asked() < practice.kit.state.tags.size; end += 1) {
    await window.keyboard.press('End')
    await window.waitForTimeout(200)
  }
  await expect(window.getByText(/^[\d,]+ tags of people$/)).toBeVisible()
  expect(asked()).toBeGreaterThanOrEqual(practice.kit.state.tags.size)
  await expectAccessible(window)
})

webTest(
  'what belongs to a tag or a person, and what is new since a day, is asked of the service itself',
  async ({ window, practice }) => {
    const { id } = await connectKit(window, practice)
    await show(window, `/contents/${id}/tagSubscriptions`)
    await choose(window, 'Of which tag', 'VIP')
    await expect(window.getByText(/^[\d,]+ tags of people$/)).toBeVisible()
    practice.kit.requests.clear()
    await moreFilters(window, async () => {
      await choose(window, 'Only what is new', 'Tagged since')
      await window.getByLabel('Tagged since which day').fill('2030-01-01')
    })
    await expect(window.getByText('No tags of people are like that.', { exact: false })).toBeVisible()
    expect(practice.kit.requests.entries.map(({ path, query }) => path + query)).toContainEqual(
      expect.stringMatching(/\/v4\/tags\/\d+\/subscribers\?.*tagged_after=20(29|30)/),
    )
    await window.getByRole('button', { name: 'Clear them' }).click()
    await expect(window.getByText(/^[\d,]+ tags of people$/)).toBeVisible()

    await show(window, `/contents/${id}/subscriberTags`)
    await expect(window.getByRole('heading', { name: 'Whose tags?' })).toBeVisible()
    await expectAccessible(window)
    const tagged = [...practice.kit.state.subscribers.all()].find(({ emailAddress }) =>
      emailAddress.startsWith('ada.okafor@'),
    )
    await window.getByLabel('Id of the subscriber').fill(String(tagged?.id))
    await expect(window.getByRole('grid', { name: 'Tags of a subscriber' })).toBeVisible()
  },
)

webTest('subscribers are narrowed down by id and by when they were made', async ({ window, practice }) => {
  const { id } = await connectKit(window, practice)
  const [first] = practice.kit.state.subscribers.all()
  await show(window, `/contents/${id}/subscribers`)
  await expect(window.getByText(`${kitPeople()} subscribers`, { exact: true })).toBeVisible()
  await moreFilters(window, () => window.getByLabel('Id', { exact: true }).fill(String(first?.id)))
  await expect(window.getByText('1 subscriber', { exact: true })).toBeVisible()
  await moreFilters(window, async () => {
    await window.getByLabel('Id', { exact: true }).fill('')
    await window.getByLabel('Created before').fill('1999-01-01')
    await expectAccessible(window)
  })
  await expect(window.getByText('No subscribers are like that.', { exact: false })).toBeVisible()

  function kitPeople(): number {
    return [...practice.kit.state.subscribers.all()].length
  }
})

webTest('a list that can’t be read says why, and is read again', async ({ window, practice, complaints }) => {
  const { id } = await connectKit(window, practice)
  await show(window, `/contents/${id}`)
  await expect(window.getByRole('link', { name: 'Broadcasts' })).toBeVisible()
  practice.kit.faults.add({ kind: 'blocked', path: '/v4/broadcasts' })
  await window.getByRole('link', { name: 'Broadcasts' }).click()
  const alert = window.getByRole('alert')
  await expect(alert).toContainText('The broadcasts could not be read')
  await expectAccessible(window)
  practice.kit.faults.clear()
  await alert.getByRole('button', { name: 'Try again' }).click()
  await expect(window.getByRole('grid', { name: 'Broadcasts' })).toBeVisible()
  complaints.length = 0
})

webTest('purchases are reached, and imported, once somebody has signed in', async ({ window, practice }) => {
  const { id } = await connectKit(window, practice)
  await show(window, `/contents/${id}/purchases`)
  await window.getByRole('link', { name: 'Connect by signing in' }).click()
  const dialog = window.getByRole('dialog')
  await dialog.getByText('Sign in with Kit', { exact: true }).first().click()
  await dialog.getByRole('button', { name: 'Sign in with Kit' }).click()
  const opened = window.context().waitForEvent('page')
  await dialog.getByRole('link', { name: 'Open Kit’s page' }).click()
  const consent = await opened
  await consent.getByRole('button', { name: 'Allow' }).click()
  await expect(dialog).toBeHidden()

  const before = practice.kit.state.purchases.size
  await show(window, `/contents/${id}/purchases`)
  await window.getByRole('button', { name: 'With a file' }).click()
  await window.getByRole('menuitem', { name: 'Import purchases…' }).click()
  const rows = [
    'Order,Email,Item,Price',
    'R-900,ada.okafor@example.com,Rye,4.50',
    'R-900,ada.okafor@example.com,Bun,1',
  ]
  await chooseFile(window, 'orders.csv', rows.join('\n'))
  await goToMap(window)
  await goToReview(window)
  await expect(tab(window, 2, 'New')).toBeVisible()
  await expectAccessible(window)
  await window.getByRole('button', { name: /^Make .* in Kit · / }).click()
  await expect(window.getByRole('heading', { level: 1, name: /^Done: 2 rows got through/ })).toBeVisible()
  expect(practice.kit.state.purchases.size).toBe(before + 1)
  await window.getByRole('link', { name: 'Import purchases' }).click()
  await window.getByRole('button', { name: 'Read again' }).click()
  await expect(window.getByRole('grid', { name: 'Purchases' })).toContainText('R-900')
})

async function moreFilters(window: Page, fill: () => Promise<void>): Promise<void> {
  await window.getByRole('button', { name: /^More filters/ }).click()
  await fill()
  await window.keyboard.press('Escape')
}
