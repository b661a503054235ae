import { readFileSync } from 'node:fs'
import { expect } from '@playwright/test'
import { expectAccessible } from '../support/expectAccessible.ts'
import { connectKit, endedRun, engineBehind, kitEmails, show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

const messy = [
  'Email,First name',
  'ella@example.org,Ella',
  'anna(at)example.org,Anna',
  'ben.example.org,Ben',
  'carl.example.org,Carl',
  ',Nobody',
].join('\n')

webTest(
  'the counts of a receipt add up, and rows that did not get through stand by their reason',
  async ({ window, practice }) => {
    const kit = await connectKit(window, practice)
    const { id } = await endedRun(window, kit, messy)
    await show(window, `/sync/result/${id}`)
    await expect(
      window.getByRole('heading', { level: 1, name: 'Done: 1 row got through, 4 did not' }),
    ).toBeVisible()
    await expect(window.getByRole('row', { name: '5 rows in the file. It adds up.' })).toBeVisible()
    await expect(window.getByRole('button', { name: /^2 Invalid .* it has no @/ })).toBeVisible()
    await expectAccessible(window)
  },
)

webTest(
  'a corrected cell is shown before it is sent, and only its row is sent',
  async ({ window, practice }) => {
    const kit = await connectKit(window, practice)
    const { id } = await endedRun(window, kit, messy)
    await show(window, `/sync/result/${id}`)
    await window.getByRole('button', { name: /it has no @/ }).click()
    await window.getByLabel('Email, row 3').fill('ben@example.org')

    // What was typed is kept while another page is looked at.
    await window.getByRole('link', { name: 'History' }).click()
    await expect(window.getByRole('heading', { level: 1, name: 'History' })).toBeVisible()
    await window.goBack()
    await expect(window.getByText('1 corrected row, not sent yet')).toBeVisible()
    // The engine keeps it, so that it outlives the window too.
    await expect(async () =>
      expect(await engineBehind(window).runs.corrections({ run: id })).toEqual([
        { row: 3, cells: ['ben@example.org', 'Ben'] },
      ]),
    ).toPass()
    await window.reload()
    await expect(window.getByText('1 corrected row, not sent yet')).toBeVisible()

    await window.getByRole('button', { name: 'See what would change' }).click()
    const corrected = window.getByRole('region', { name: 'Corrected rows' })
    await expect(
      corrected.getByRole('row', { name: /3 New ben@example\.org First name empty/ }),
    ).toBeVisible()
    expect(kitEmails(practice)).not.toContain('ben@example.org')
    await expectAccessible(window)

    await corrected.getByRole('button', { name: 'Send 1 corrected row to Kit · Acme Bakery' }).click()
    await expect(
      window.getByRole('heading', { level: 1, name: 'Done: 1 row got through', exact: true }),
    ).toBeVisible()
    expect(kitEmails(practice)).toContain('ben@example.org')
    expect(kitEmails(practice).filter((email) => email.startsWith('carl'))).toEqual([])
  },
)

webTest('the same file again is compared anew, and has nothing to send', async ({ window, practice }) => {
  const kit = await connectKit(window, practice)
  const { id } = await endedRun(window, kit, messy)
  await show(window, `/sync/result/${id}`)
  await window.getByRole('button', { name: 'More to do with this run' }).click()
  await window.getByRole('menuitem', { name: 'Run the same file again' }).click()
  await expect(window).toHaveURL(/#\/sync\/review/)
  await expect(window.getByText('Nothing to send', { exact: false }).first()).toBeVisible()
})

webTest('a run is saved as a sync, under the name that was typed', async ({ window, practice }) => {
  const kit = await connectKit(window, practice)
  const { id } = await endedRun(window, kit, messy)
  await show(window, `/sync/result/${id}`)
  await window.getByRole('button', { name: 'Save as a sync' }).click()
  const form = window.getByRole('dialog', { name: 'Save as a sync' })
  await form.getByLabel('Name').fill('Booth, every week')
  await expectAccessible(window)
  await form.getByRole('button', { name: 'Save the sync' }).click()
  await expect(form).toBeHidden()
  const [recipe] = await engineBehind(window).recipes.list({})
  expect(recipe?.name).toBe('Booth, every week')
})

webTest(
  'rows that did not get through are saved as CSV, each with its reason',
  async ({ window, practice }) => {
    const kit = await connectKit(window, practice)
    const { id } = await endedRun(window, kit, messy)
    await show(window, `/sync/result/${id}`)
    const saving = window.waitForEvent('download')
    await window.getByRole('button', { name: 'Save them as CSV' }).click()
    const csv = readFileSync(await (await saving).path(), 'utf8')
    expect(csv.split('\n').filter((line) => line.includes('ben.example.org'))).toHaveLength(1)
    expect(csv).toContain('it has no @')
  },
)
