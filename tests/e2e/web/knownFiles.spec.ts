import { expect } from '@playwright/test'
import { expectAccessible } from '../support/expectAccessible.ts'
import { chooseFile, goToMap, goToReview, pick, tab } from '../support/journey.ts'
import { zipFile } from '../../support/zipFile.ts'
import { connectKit, show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

const mailchimp = [
  'Email Address,First Name,MEMBER_RATING,OPTIN_TIME,UNSUB_TIME,LEID,EUID,TAGS',
  'gone@example.org,Ann,2,2021-03-04 10:11:12,2023-04-05 06:07:08,1,a1,"""VIP"""',
  'here@example.org,Bo,4,2022-05-06 07:08:09,,2,b2,"""VIP"",""Spring fair"""',
].join('\n')

webTest(
  'an export of Mailchimp is known, its tags become tags, and what was left out stays out next time',
  async ({ window, practice }) => {
    await connectKit(window, practice)
    await show(window, '/sync/import')
    await chooseFile(window, 'unsubscribed.csv', mailchimp)
    await goToMap(window)
    const known = window.getByRole('alert').filter({ hasText: 'This looks like an export of Mailchimp' })
    await expect(known).toContainText('held back by “UNSUB_TIME”')
    await expect(window.getByText('From Mailchimp: Mailchimp’s own stars')).toBeVisible()

    // Each value of the tags is a tag: one is there, the other is made on the spot.
    await window.getByRole('button', { name: /^Tags from a column/ }).click()
    await pick(window, 'Column that names tags', 'TAGS', 'TAGS')
    const tags = window.getByRole('region', { name: 'Tags from TAGS' })
    await expect(tags.getByLabel('What VIP puts people into')).toHaveValue('VIP')
    await tags.getByRole('button', { name: 'Make 1 tag in Acme Bakery' }).click()
    await expect(tags.getByLabel('What Spring fair puts people into')).toHaveValue('Spring fair')
    expect([...practice.kit.state.tags.values()].map(({ name }) => name)).toContain('Spring fair')
    await pick(window, 'Field for column First Name', '', 'Don’t send this column')
    // In a field of their own they stand without the quotes that Mailchimp puts around each.
    await pick(window, 'Field for column TAGS', 'Labels', /^Make the custom field “Labels”/)
    await expect(window.getByText('a pattern is replaced · a pattern is replaced')).toBeVisible()
    await expectAccessible(window)
    await goToReview(window)
    await expect(tab(window, 1, 'New')).toBeVisible()
    await expect(tab(window, 1, 'Held back')).toBeVisible()

    // The next file of the same columns begins so; and it can be said not to be Mailchimp's.
    await show(window, '/sync/import')
    await window.getByRole('button', { name: 'Choose another file' }).click()
    await chooseFile(window, 'next.csv', mailchimp.replaceAll('here@', 'new@'))
    await goToMap(window)
    await expect(window.getByText('Mapped as the last file with these columns')).toBeVisible()
    await expect(window.getByRole('button', { name: 'Field for column First Name: Not sent' })).toBeVisible()
    await window.getByRole('button', { name: 'It is not from Mailchimp' }).click()
    await expect(window.getByText(/You said that files like this are no exports of Mailchimp/)).toBeVisible()

    await show(window, '/settings')
    await window.getByRole('button', { name: 'Forget how files were mapped' }).click()
    await expect(window.getByText('Nothing is remembered yet.')).toBeVisible()
  },
)

webTest(
  'the files of an archive with who left are read with one click, and hold those people back',
  async ({ window, practice }) => {
    await connectKit(window, practice)
    await show(window, '/sync/import')
    const subscribed = 'Email Address,MEMBER_RATING,LEID,EUID\nhere@example.org,4,1,a\n'
    const left = (time: string, address: string) =>
      `Email Address,MEMBER_RATING,${time},LEID,EUID\n${address},2,2024-01-02 03:04:05,2,b\n`
    await chooseFile(
      window,
      'audience.zip',
      zipFile([
        { name: 'subscribed_members.csv', content: subscribed },
        { name: 'unsubscribed_members.csv', content: left('UNSUB_TIME', 'gone@example.org') },
        { name: 'cleaned_members.csv', content: left('CLEAN_TIME', 'hard@example.org') },
      ]),
    )
    await expect(window.getByText('2 files of people who left are not read.')).toBeVisible()
    await window.getByRole('button', { name: 'Read them too, to hold them back' }).click()
    await expect(window.getByText('3 files read as one list.')).toBeVisible()
    await expectAccessible(window)
    await goToMap(window)
    await expect(window.getByText('People marked here are held back.').first()).toBeVisible()
    await goToReview(window)
    await expect(tab(window, 1, 'New')).toBeVisible()
    await expect(tab(window, 2, 'Held back')).toBeVisible()
  },
)
