import { expect } from '@playwright/test'
import { heardIn, listen } from '../support/heard.ts'
import { messySample, tab } from '../support/journey.ts'
import { keyboardOf } from '../support/keyboard.ts'
import { show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

webTest(
  'the whole journey goes by keys alone: the focus is seen at each stop, and what happens is said',
  async ({ window }) => {
    await listen(window)
    await window.reload()
    await window.emulateMedia({ reducedMotion: 'reduce' })
    const keys = keyboardOf(window)
    const main = window.getByRole('main')

    await expect(window.getByRole('button', { name: 'Choose a file' })).toBeVisible()
    await keys.press('Tab')
    await expect(window.getByRole('link', { name: 'Skip to the page' })).toBeFocused()
    await keys.press('Enter')
    await keys.enter(window.getByRole('button', { name: 'Try it with practice accounts' }))
    await keys.enter(window.getByRole('button', { name: `Import ${messySample}` }))
    await expect(window.getByRole('heading', { level: 1, name: messySample })).toBeVisible()

    await keys.tabTo(window.getByRole('combobox', { name: 'Account' }))
    await keys.press('ArrowDown')
    await expect(window.getByRole('option', { name: 'Kit · Practice Kit' })).toBeVisible()
    await keys.press('Enter')
    await expect(window.getByRole('combobox', { name: 'Account' })).toHaveValue('Kit · Practice Kit')
    await keys.enter(window.getByRole('button', { name: 'Map 7 columns' }))

    await keys.enter(main.getByRole('button', { name: 'Field for column Ort: City' }))
    await keys.type('Don’t send')
    await keys.press('Enter')
    await expect(main.getByRole('button', { name: 'Field for column Ort: Not sent' })).toBeFocused()
    await keys.enter(main.getByRole('button', { name: 'Add an audience' }))
    await keys.type('webinar')
    await keys.press('Enter')
    await expect(main.getByText('Tag. No mail by itself')).toBeVisible()
    await keys.enter(window.getByRole('button', { name: 'Review changes' }))

    await keys.tabTo(tab(window, 36, 'New'))
    await keys.press('ArrowRight')
    await expect(tab(window, 2, 'Changed')).toBeFocused()
    await keys.press('ArrowLeft')
    const rows = window.getByRole('grid', { name: 'Rows of the plan' })
    await keys.tabTo(rows)
    await keys.press('ArrowDown')
    await keys.press(' ')
    await expect(tab(window, 1, 'Left out')).toBeVisible()
    await keys.press('Enter')
    await expect(window.getByRole('table', { name: 'The row in the file' })).toBeVisible()
    await keys.press('Escape')
    await expect(rows).toBeFocused()
    await keys.enter(window.getByRole('button', { name: 'Send 72 changes to Kit · Practice Kit' }))
    await expect(window.getByRole('heading', { level: 1, name: /^Done: 37 rows/ })).toBeVisible({
      timeout: 30_000,
    })
    await keys.tabTo(window.getByRole('button', { name: /^1 Invalid .* has no email address/ }))
    await keys.press('Enter')
    await keys.tabTo(window.getByLabel(/row 6$/).first())

    const heard = await heardIn(window)
    for (const said of [
      /^47 rows in 7 columns/,
      /^47 rows, \d fields each/,
      /Looking these people up in Kit · Practice Kit/,
      /^36 new, 1 update, 37 joins/,
      /^35 new, 1 update, 36 joins/,
      /rows settled|before anything is sent/,
      /^Run 1 has ended: webinar-export\.csv is sent to Practice Kit\.$/,
    ])
      expect(
        heard.some((words) => said.test(words)),
        `${String(said)} is said, of ${heard.join(' | ')}`,
      ).toBe(true)
  },
)

webTest('every page can be gone through by Tab, and shows where it is', async ({ window }) => {
  await window.emulateMedia({ reducedMotion: 'reduce' })
  const keys = keyboardOf(window)
  for (const [place, role, last] of [
    ['/connections', 'button', 'Try it with practice accounts'],
    ['/settings', 'button', 'Forget everything'],
    ['/syncs', 'link', 'New sync'],
  ] as const) {
    await show(window, place)
    await keys.tabTo(window.getByRole('main').getByRole(role, { name: last }).last())
  }
})
