import { expect } from '@playwright/test'
import { expectAccessible } from '../support/expectAccessible.ts'
import { chooseFile, goToMap, goToReview, pick } from '../support/journey.ts'
import { connectKit, engineBehind, show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

webTest(
  'new people are asked to confirm by a form, and wait in Result and People until they have',
  async ({ window, practice }) => {
    const { id } = await connectKit(window, practice)
    await show(window, '/sync/import')
    await chooseFile(window, 'people.csv', 'Email,First name\nann@example.org,Ann\n')
    await goToMap(window)
    const confirms = window.getByRole('checkbox', { name: 'New people need to confirm' })
    await expect(confirms).toBeDisabled()
    await window.getByRole('checkbox', { name: 'Only create people who are put somewhere' }).check()
    await expect(window.getByText('Nobody new is put into anything', { exact: false })).toBeVisible()
    await pick(window, 'Add an audience', 'Weekly', /^Weekly letter/)
    await confirms.check()
    await expectAccessible(window)
    await goToReview(window)
    await expect(window.getByText('1 new (asked to confirm)', { exact: false })).toBeVisible()
    await window.getByRole('button', { name: /^Send 2 changes to Kit · Acme Bakery$/ }).click()
    await expect(window.getByText('waiting for their confirmation; the form asks them by mail')).toBeVisible()
    await expect(window.getByRole('definition').filter({ hasText: '1 person' })).toBeVisible()
    await expectAccessible(window)
    const ann = [...practice.kit.state.subscribers.all()].find(
      ({ emailAddress }) => emailAddress === 'ann@example.org',
    )
    expect(ann?.state).toBe('inactive')

    await engineBehind(window).people.refresh({ connection: id })
    await show(window, '/people')
    await window.getByLabel('Find people by part').fill('ann@example.org')
    await expect(
      window.getByRole('grid', { name: 'People' }).getByText('Waiting for confirmation'),
    ).toHaveCount(1)
  },
)

webTest('suggestions can be switched off, and on again', async ({ window, practice }) => {
  await connectKit(window, practice)
  await show(window, '/sync/import')
  await chooseFile(window, 'people.csv', 'Email,First name\nann@example.org,Ann\n')
  await goToMap(window)
  const field = (column: string, to: string) =>
    window.getByRole('button', { name: `Field for column ${column}: ${to}` })
  await expect(field('Email', 'Email')).toBeVisible()
  const suggests = window.getByRole('switch', { name: 'Suggest what they are for' })
  await suggests.uncheck()
  await expect(field('Email', 'Not sent')).toBeVisible()
  await expect(field('First name', 'Not sent')).toBeVisible()
  await expectAccessible(window)
  await window.getByRole('link', { name: 'Import' }).click()
  await window.getByRole('button', { name: 'Choose another file' }).click()
  await chooseFile(window, 'others.csv', 'Email\nben@example.org\n')
  await goToMap(window)
  await expect(field('Email', 'Not sent')).toBeVisible()
  await suggests.check()
  await expect(field('Email', 'Email')).toBeVisible()
})

webTest('people are narrowed down by first name, id and when they came', async ({ window, practice }) => {
  const { id } = await connectKit(window, practice)
  await engineBehind(window).people.refresh({ connection: id })
  await show(window, '/people')
  const people = window.getByRole('grid', { name: 'People' })
  await expect(people).toBeVisible()
  const { total } = await engineBehind(window).people.search({
    text: '',
    connection: null,
    left: null,
    audience: null,
    firstName: 'Ada',
    offset: 0,
    limit: 1,
  })
  await window.getByRole('button', { name: 'More filters' }).click()
  await window.getByLabel('First name').fill('Ada')
  await expect(
    window.getByText(`${total} ${total === 1 ? 'person' : 'people'}`, { exact: true }),
  ).toBeVisible()
  await window.getByLabel('Created until').fill('1999-01-01')
  await expect(window.getByText('Nobody matches.', { exact: false })).toBeVisible()
  await expectAccessible(window)
  await window.getByRole('button', { name: 'Clear these' }).click()
  await window.getByLabel('Id at the service').fill('no such id')
  await expect(window.getByText('Nobody matches.', { exact: false })).toBeVisible()
})
