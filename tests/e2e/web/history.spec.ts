import { expect } from '@playwright/test'
import { expectAccessible } from '../support/expectAccessible.ts'
import { connectKit, endedRun, show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

const ella = 'Email,First name\nella@example.org,Ella\nanna.example.org,Anna'
const ben = 'Email,First name\nben@example.org,Ben'

webTest('an empty history says what will stand there, and what to do', async ({ window }) => {
  await show(window, '/history')
  await expect(window.getByRole('heading', { name: 'Nothing was sent yet' })).toBeVisible()
  await expectAccessible(window)
  await window.getByRole('link', { name: 'New sync' }).click()
  await expect(window).toHaveURL(/#\/sync\/import$/)
})

webTest('runs are found by a person who is in them, and show their counts', async ({ window, practice }) => {
  const kit = await connectKit(window, practice)
  await endedRun(window, kit, ella)
  await endedRun(window, kit, ben)
  await show(window, '/history')
  const runs = window.getByRole('grid', { name: 'Runs, newest first' })
  await expect(runs.getByRole('link', { name: /^Run \d+$/ })).toHaveText(['Run 2', 'Run 1'])
  await expect(runs.getByRole('row', { name: /Run 1 .* 1 of 2 through 1 did not get through/ })).toBeVisible()
  await expectAccessible(window)

  await window.getByLabel('Runs that have somebody').fill('ella@')
  await expect(window.getByText('1 run with somebody whose address contains “ella@”')).toBeVisible()
  await expect(runs.getByRole('link', { name: /^Run \d+$/ })).toHaveText(['Run 1'])
  await window.getByLabel('Runs that have somebody').fill('nobody@')
  await expect(window.getByRole('heading', { name: 'No run has them' })).toBeVisible()
})

webTest(
  'a row shows its cells, its changes and the request that carried them',
  async ({ window, practice }) => {
    const kit = await connectKit(window, practice)
    const { id } = await endedRun(window, kit, ella)
    await show(window, `/history/${id}`)
    await window.getByRole('button', { name: 'Open row 1: ella@example.org' }).click()
    const row = window.getByRole('dialog', { name: 'Row 1 of people.csv' })
    await expect(row.getByText(/First name empty .*Ella/)).toBeVisible()
    await expect(row.getByText(/POST \/v4\/subscribers.*created \(201\)/)).toBeVisible()
    await expect(
      row.getByText('Requests are kept without the values they carried', { exact: false }),
    ).toBeVisible()
    await expectAccessible(window)
    await window.keyboard.press('Escape')
    await expect(row).toBeHidden()

    await window.getByLabel('Rows by part of an address or a reason').fill('no @')
    await expect(window.getByRole('grid', { name: 'Rows of this run' }).getByRole('row')).toHaveCount(2)
  },
)

webTest('the requests of a run are listed without anything of a person', async ({ window, practice }) => {
  const kit = await connectKit(window, practice)
  const { id } = await endedRun(window, kit, ella)
  await show(window, `/history/${id}/requests`)
  const requests = window.getByRole('grid', { name: 'Requests of this run, newest first' })
  await expect(requests.getByRole('row', { name: /POST \/v4\/subscribers .*created \(201\)/ })).toBeVisible()
  await expect(requests).toContainText('Email, First name')
  await expect(requests).not.toContainText('ella')
  await expectAccessible(window)
})

webTest('a run of another number says that it is not there', async ({ window }) => {
  await show(window, '/history/77')
  await expect(window.getByRole('alert')).toContainText('There is no run 77')
})
