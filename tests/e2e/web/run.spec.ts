import { expect } from '@playwright/test'
import { expectAccessible } from '../support/expectAccessible.ts'
import { beginRun, connectKit, engineBehind, kitEmails, newPeople, show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

/** So long that a run of some hundred rows can be watched. */
const slow = { kind: 'slow', ms: 60, method: 'POST' } as const

webTest(
  'a reload in the middle of a run comes back to the same run, which went on',
  async ({ window, practice }) => {
    const kit = await connectKit(window, practice)
    practice.kit.faults.add(slow)
    const { id } = await beginRun(window, kit, newPeople(400))
    await show(window, `/sync/run/${id}`)
    await expect(window.getByRole('heading', { level: 1, name: 'Sending' })).toBeVisible()
    await expect(window.getByRole('progressbar', { name: 'Rows settled' })).toHaveAttribute(
      'aria-valuetext',
      /of 400 rows settled/,
    )
    await expectAccessible(window)

    await window.reload()
    await expect(window.getByRole('heading', { level: 1, name: 'Sending' })).toBeVisible()
    await expect(window.getByRole('table', { name: 'Rows settled over time' })).toBeVisible()

    practice.kit.faults.clear()
    await expect(window.getByRole('heading', { level: 1, name: 'Done: 400 rows got through' })).toBeVisible()
    expect(kitEmails(practice).filter((email) => email.startsWith('guest'))).toHaveLength(400)
  },
)

webTest('a run under way is seen on every page, and leads back to itself', async ({ window, practice }) => {
  const kit = await connectKit(window, practice)
  practice.kit.faults.add(slow)
  const { id } = await beginRun(window, kit, newPeople(300))
  await show(window, `/history`)
  const line = window
    .getByRole('region', { name: 'Runs under way' })
    .getByRole('link', { name: /Acme Bakery/ })
  await expect(line).toContainText(/\d+% sent/)
  await line.click()
  await expect(window).toHaveURL(new RegExp(`#/sync/run/${id}$`))
  await engineBehind(window).runs.cancel({ run: id })
})

webTest('a paused run goes on exactly there, and writes nobody twice', async ({ window, practice }) => {
  const kit = await connectKit(window, practice)
  practice.kit.faults.add(slow)
  const { id } = await beginRun(window, kit, newPeople(120))
  await show(window, `/sync/run/${id}`)
  await window.getByRole('button', { name: 'Pause' }).click()
  await expect(window.getByRole('heading', { level: 1, name: 'Paused' })).toBeVisible()
  await expect(window.getByText('rows in the file. It adds up.')).toBeVisible()
  await expectAccessible(window)
  await show(window, '/history')
  await expect(window.getByRole('row', { name: /of 120 through \d+ still to go/ })).toBeVisible()
  await show(window, `/sync/run/${id}`)
  practice.kit.faults.clear()
  await window.getByRole('button', { name: 'Go on sending to Kit · Acme Bakery' }).click()
  await expect(window.getByRole('heading', { level: 1, name: 'Done: 120 rows got through' })).toBeVisible()
})

webTest('cancelling asks first, says what stays, and then ends for good', async ({ window, practice }) => {
  const kit = await connectKit(window, practice)
  practice.kit.faults.add(slow)
  const { id } = await beginRun(window, kit, newPeople(300))
  await show(window, `/sync/run/${id}`)
  await window.getByRole('button', { name: 'Cancel the rest' }).click()
  const question = window.getByRole('dialog', { name: `Cancel the rest of run ${id}?` })
  await expect(question).toContainText('What was written to Acme Bakery up to now stays written')
  await question.getByRole('button', { name: 'Keep the run' }).click()
  await expect(window.getByRole('heading', { level: 1, name: 'Sending' })).toBeVisible()

  await window.getByRole('main').getByRole('button', { name: 'Cancel the rest' }).click()
  await question.getByRole('button', { name: 'Cancel the rest' }).click()
  await expect(
    window.getByRole('heading', { level: 1, name: /^Cancelled: \d+ rows? had got through$/ }),
  ).toBeVisible()
  await expect(window.getByRole('row', { name: /Not sent/ })).toBeVisible()
})

webTest(
  'a key that died in mid-run is said with its account, and trying again goes on',
  async ({ window, practice }) => {
    const kit = await connectKit(window, practice)
    practice.kit.faults.add({
      kind: 'key-revoked',
      path: '/v4/subscribers',
      method: 'POST',
      skip: 20,
      times: 1,
    })
    const { id } = await beginRun(window, kit, newPeople(60))
    await show(window, `/sync/run/${id}`)
    await expect(window.getByRole('heading', { level: 1, name: 'Stopped before the end' })).toBeVisible()
    const note = window.getByRole('alert')
    await expect(note).toContainText('Kit · Acme Bakery: the run stopped')
    await expect(note.getByRole('link', { name: 'Reconnect Kit · Acme Bakery' })).toBeVisible()
    await expectAccessible(window)
    await window.getByRole('button', { name: 'Try again' }).click()
    await expect(window.getByRole('heading', { level: 1, name: 'Done: 60 rows got through' })).toBeVisible()
  },
)
