import { expect } from '@playwright/test'
import { show } from '../support/preparedRun.ts'
import { expectAccessible } from '../support/expectAccessible.ts'
import { webTest } from '../support/webTest.ts'

webTest(
  'a page that can’t be drawn leaves a window that says so and goes on',
  async ({ window, complaints }) => {
    // What no engine answers: the list of mirrors is a number.
    await window.route('**/call/people.mirrors', (route) => route.fulfill({ json: { ok: 5 } }))
    await show(window, '/people')
    const note = window.getByRole('alert')
    await expect(window.getByRole('heading', { name: 'This page could not be shown' })).toBeVisible()
    await expectAccessible(window)
    await note.getByRole('link', { name: 'Go to Syncs' }).click()
    await expect(window.getByRole('heading', { name: 'No sync is saved yet' })).toBeVisible()
    await window.getByRole('link', { name: 'People' }).click()
    await expect(window.getByRole('heading', { name: 'This page could not be shown' })).toBeVisible()
    await window.unroute('**/call/people.mirrors')
    await note.getByRole('button', { name: 'Reload the window' }).click()
    await expect(window.getByRole('heading', { name: 'No account is connected' })).toBeVisible()
    // React told the console of it, both times, as it should.
    await expect.poll(() => complaints).toHaveLength(2)
    complaints.length = 0
  },
)

webTest('what is no longer there leads on to what is', async ({ window }) => {
  const gone = [
    ['/sync/review/99', 'There is no plan 99 any more', 'Start a new sync'],
    ['/sync/run/99', 'There is no run 99', 'See all runs'],
    ['/sync/result/99', 'There is no run 99', 'See all runs'],
  ] as const
  for (const [place, words, onwards] of gone) {
    await show(window, place)
    const note = window.getByRole('alert').filter({ hasText: words })
    await expect(note.getByRole('link', { name: onwards })).toBeVisible()
    await expect(note.getByRole('button', { name: 'Try again' })).toHaveCount(0)
  }
  await window.getByRole('link', { name: 'See all runs' }).click()
  await expect(window.getByRole('heading', { name: 'Nothing was sent yet' })).toBeVisible()
})

webTest(
  'a list held over the window is announced, but not where something else takes it',
  async ({ window }) => {
    const held = async (selector: string) => {
      const data = await window.evaluateHandle(() => {
        const transfer = new DataTransfer()
        transfer.items.add(new File(['Email\nada@example.org\n'], 'people.csv', { type: 'text/csv' }))
        return transfer
      })
      await window.dispatchEvent(selector, 'dragover', { dataTransfer: data })
    }
    const overlay = window.getByText('Drop the list to start a sync')
    await window.getByText('Drop a list here').waitFor()
    await held('nav')
    await expect(overlay).toBeVisible()
    await held('text=Drop a list here')
    await expect(overlay).toBeHidden()
  },
)

webTest('whoever starts the practice accounts is offered the sample lists', async ({ window }) => {
  await window.getByRole('button', { name: 'Try it with practice accounts' }).click()
  await window.getByRole('button', { name: 'Import webinar-export.csv' }).click()
  await expect(window.getByRole('heading', { name: 'webinar-export.csv' })).toBeVisible()
  await expect(window.getByRole('button', { name: /^Map \d+ columns/ })).toBeEnabled()
})
