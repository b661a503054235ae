import { expect, type Page } from '@playwright/test'
import type { RunningPractice } from '../../../electron/practice/startPractice.ts'
import { expectAccessible } from '../support/expectAccessible.ts'
import { chooseFile, goToMap, goToReview, pick, tab } from '../support/journey.ts'
import { connectKit, show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

const tagNames = ({ kit }: RunningPractice) => [...kit.state.tags.values()].map(({ name }) => name)
const fieldLabels = ({ kit }: RunningPractice) =>
  [...kit.state.customFields.values()].map(({ label }) => label)

webTest('a file of tags goes through the five steps, and stands in History', async ({ window, practice }) => {
  const { id } = await connectKit(window, practice)
  await show(window, `/contents/${id}/tags`)
  await window.getByRole('button', { name: 'With a file' }).click()
  await window.getByRole('menuitem', { name: 'Import tags…' }).click()
  await expect(
    window.getByText('Import tags in Kit · Acme Bakery, by a list.', { exact: false }),
  ).toBeVisible()
  await expectAccessible(window)
  await chooseFile(window, 'tags.csv', 'Topic,Note\nHarvest fair,x\nVIP,y\nharvest FAIR,z\n')
  await goToMap(window)
  await expect(window.getByText('Name: choose the column that holds it.')).toBeVisible()
  await expect(window.getByRole('button', { name: 'Review changes' })).toBeDisabled()
  await expectAccessible(window)
  await pick(window, 'Field for column Topic', 'Name', /^Name/)
  await expect(window.getByRole('img', { name: 'Filled:' })).toBeVisible()
  await window.getByRole('button', { name: 'Check the rows' }).click()
  await expect(window.getByText('3 rows, nothing wrong.')).toBeVisible()
  await expect(window.getByRole('button', { name: /Same person twice/ })).toHaveCount(0)
  await expectAccessible(window)
  await window.getByRole('button', { name: 'Back to the columns' }).click()
  await goToReview(window)
  for (const [count, kind] of [
    [1, 'New'],
    [1, 'Unchanged'],
    [1, 'Duplicate'],
  ] as const)
    await expect(tab(window, count, kind)).toBeVisible()
  await expect(window.getByRole('columnheader', { name: 'Tag', exact: true })).toBeVisible()
  await window.getByRole('button', { name: /^Open row / }).click()
  await expect(window.getByRole('table', { name: 'What would change' })).toContainText(/Name.*harvest FAIR/)
  await expectAccessible(window)
  await window.keyboard.press('Escape')
  expect(tagNames(practice)).not.toContain('harvest FAIR')

  await window.getByRole('button', { name: 'Make 1 tag in Kit · Acme Bakery' }).click()
  await expect(window.getByRole('heading', { level: 1, name: 'Done: 1 row got through' })).toBeVisible()
  expect(tagNames(practice)).toContain('harvest FAIR')
  await expect(window.getByText('the same stands in another row, which counts')).toBeVisible()
  await expectAccessible(window)
  await window.getByRole('button', { name: 'Save as a sync' }).click()
  await window.getByRole('textbox', { name: 'Name' }).fill('Our tags')
  await window.getByRole('button', { name: 'Save the sync' }).click()
  await window.getByRole('link', { name: 'Every row of run' }).click()
  await expect(window.getByRole('columnheader', { name: 'Tag', exact: true })).toBeVisible()
  await expect(window.getByRole('button', { name: 'Open row 3: harvest FAIR' })).toBeVisible()

  await show(window, '/syncs')
  const card = window.getByRole('article', { name: 'Our tags' })
  await expect(card).toContainText('Import tags; sends only what differs from the account.')
  await expectAccessible(window)
  await card.getByRole('button', { name: /^Review tags\.csv again/ }).click()
  await expect(tab(window, 2, 'Unchanged')).toBeVisible()
})

webTest('deleting fields says what goes with them, and asks for the number', async ({ window, practice }) => {
  const { id } = await connectKit(window, practice)
  await show(window, `/contents/${id}/customFields`)
  await begin(window, 'Delete custom fields…')
  await chooseFile(window, 'fields.csv', 'Label\nCity\nNowhere\n')
  await goToMap(window)
  await goToReview(window)
  await expect(tab(window, 1, 'Deleted')).toBeVisible()
  await expect(window.getByRole('alert')).toContainText(/wipes its values from \d+ people/)
  await expectAccessible(window)

  await window.getByRole('button', { name: 'Delete 1 custom field in Kit · Acme Bakery…' }).click()
  const sure = window.getByRole('dialog', { name: 'Delete 1 custom field in Kit · Acme Bakery?' })
  await expectAccessible(window)
  const go = sure.getByRole('button', { name: 'Delete 1 custom field' })
  await expect(go).toBeDisabled()
  await sure.getByLabel('Type 1 to confirm').fill('2')
  await expect(go).toBeDisabled()
  expect(fieldLabels(practice)).toContain('City')
  await sure.getByLabel('Type 1 to confirm').fill('1')
  await go.click()
  await expect(window.getByRole('heading', { level: 1, name: 'Done: 1 row got through' })).toBeVisible()
  expect(fieldLabels(practice)).not.toContain('City')
  await expect(window.getByText('it is gone from the account')).toBeVisible()
  await expect(window.getByText('it was not there, so nothing was sent')).toBeVisible()
  await expect(
    window.getByText('Can’t be taken back: what was deleted in Kit is gone there.', { exact: false }),
  ).toBeVisible()
  await expectAccessible(window)
})

webTest('another operation needs other columns, and looks at them anew', async ({ window, practice }) => {
  const { id } = await connectKit(window, practice)
  await show(window, `/contents/${id}/customFields`)
  await begin(window, 'Update custom fields…')
  await chooseFile(window, 'fields.csv', 'Current label,New label\nCity,Town\n')
  await goToMap(window)
  await expect(
    window.getByRole('button', { name: 'Field for column Current label: Current label' }),
  ).toBeVisible()
  await expect(window.getByRole('button', { name: 'Field for column New label: Label' })).toBeVisible()
  await window.getByRole('radio', { name: 'Import custom fields' }).check()
  await expect(window.getByRole('button', { name: 'Field for column Current label: Not sent' })).toBeVisible()
  await window.getByRole('radio', { name: 'Update custom fields' }).check()
  await goToReview(window)
  await expect(tab(window, 1, 'Changed')).toBeVisible()
  await expect(window.getByRole('grid', { name: 'Rows of the plan' })).toContainText(/City.*Town/)
  await window.getByRole('button', { name: 'Change 1 custom field in Kit · Acme Bakery' }).click()
  await expect(window.getByRole('heading', { level: 1, name: 'Done: 1 row got through' })).toBeVisible()
  expect(fieldLabels(practice)).toContain('Town')
})

webTest(
  'people are given tags and unsubscribed by a file, each said before it is sent',
  async ({ window, practice }) => {
    const { id } = await connectKit(window, practice)
    const ada = () =>
      [...practice.kit.state.subscribers.all()].find(({ emailAddress }) =>
        emailAddress.startsWith('ada.okafor@'),
      )
    const email = ada()?.emailAddress ?? ''
    await show(window, `/contents/${id}/tagSubscriptions`)
    await begin(window, 'Give people tags…')
    await chooseFile(window, 'who.csv', `Email,Tag\n${email},Webinar 2026\nnobody@example.org,VIP\n`)
    await goToMap(window)
    await goToReview(window)
    await expect(tab(window, 1, 'Invalid')).toBeVisible()
    await window.getByRole('button', { name: 'Give 1 tag to people in Kit · Acme Bakery' }).click()
    await expect(
      window.getByRole('heading', { level: 1, name: 'Done: 1 row got through, 1 did not' }),
    ).toBeVisible()
    await expectAccessible(window)

    await show(window, `/contents/${id}/tagSubscriptions`)
    await begin(window, 'Take tags from people…')
    await chooseFile(window, 'less.csv', `Email,Tag\n${email},Webinar 2026\n`)
    await goToMap(window)
    await goToReview(window)
    await expect(window.getByRole('grid', { name: 'Rows of the plan' })).toContainText(
      'Taken out of tag Webinar 2026',
    )
    await expectAccessible(window)

    await show(window, `/contents/${id}/subscribers`)
    await begin(window, 'Unsubscribe people…')
    await chooseFile(window, 'leave.csv', `Email\n${email}\n`)
    await goToMap(window)
    await goToReview(window)
    await window.getByRole('button', { name: 'Unsubscribe 1 person from Kit · Acme Bakery…' }).click()
    const sure = window.getByRole('dialog')
    await sure.getByLabel('Type 1 to confirm').fill('1')
    await sure.getByRole('button', { name: 'Unsubscribe 1 person' }).click()
    await expect(window.getByText('they get no mail any more')).toBeVisible()
    expect(ada()?.state).toBe('cancelled')
  },
)

webTest('a list about tags goes back to one about people', async ({ window, practice }) => {
  const { id } = await connectKit(window, practice)
  await show(window, `/contents/${id}/tags`)
  await window.getByRole('button', { name: 'With a file' }).click()
  await window.getByRole('menuitem', { name: 'Import tags…' }).click()
  await window.getByRole('button', { name: 'Bring in people instead' }).click()
  await chooseFile(window, 'people.csv', 'Email\nann@example.org\n')
  await goToMap(window)
  await expect(window.getByRole('button', { name: 'Field for column Email: Email' })).toBeVisible()
  await expect(window.getByRole('region', { name: 'What happens to the people' })).toBeVisible()
})

/** On a page of things: what a file does with them. */
async function begin(window: Page, what: string): Promise<void> {
  await window.getByRole('button', { name: 'With a file' }).click()
  await window.getByRole('menuitem', { name: what }).click()
}
