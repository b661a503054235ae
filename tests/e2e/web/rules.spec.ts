import { expect } from '@playwright/test'
import { expectAccessible } from '../support/expectAccessible.ts'
import { choose, chooseFile, goToMap, goToReview, pick, tab } from '../support/journey.ts'
import { connectKit, engineBehind, show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

const first = 'Email,City\nann@example.org,Oslo\nben@example.org,Rome\ncy@example.org,Oslo\n'

webTest(
  'a filter with its live count, a rule, and mode Mirror, from Map to the typed number',
  async ({ window, practice }) => {
    const { id } = await connectKit(window, practice)
    await engineBehind(window).connections.createAudience({ connection: id, kind: 'tag', name: 'Kept' })
    await show(window, '/sync/import')
    await chooseFile(window, 'people.csv', first)
    await goToMap(window)
    await pick(window, 'Add an audience', 'Kept', /^Kept/)
    await window.getByRole('button', { name: /^Which rows count/ }).click()
    await window.getByRole('button', { name: 'Add a condition' }).click()
    await pick(window, 'What is looked at', 'City', /^City(?! \()/)
    await window.getByRole('combobox', { name: 'What City is compared with' }).fill('Oslo')
    await window.keyboard.press('Enter')
    await expect(window.getByText('2 of 3 rows')).toBeVisible()
    await window.getByRole('button', { name: /^IF and THEN/ }).click()
    await window.getByRole('button', { name: 'Add a rule' }).click()
    await expect(window.getByText('Rule 1 does nothing yet', { exact: false })).toBeVisible()
    await window.getByRole('button', { name: 'Add what is done' }).click()
    await choose(window, 'What rule 1 does', 'Set a field')
    await pick(window, 'The field that is set', 'Company', /^Company/)
    await window.getByLabel('Value of Company').fill('Ferry')
    await expectAccessible(window)
    await goToReview(window)
    await expect(tab(window, 2, 'New')).toBeVisible()
    await expect(tab(window, 1, 'Left out')).toBeVisible()
    await window.getByRole('button', { name: /^Send 4 changes to/ }).click()
    await expect(window.getByRole('heading', { level: 1, name: /written|Done|Everything/i })).toBeVisible()
    const ann = [...practice.kit.state.subscribers.all()].find(
      ({ emailAddress }) => emailAddress === 'ann@example.org',
    )
    expect([...(ann?.values.values() ?? [])]).toContain('Ferry')

    await show(window, '/sync/import')
    await window.getByRole('button', { name: 'Choose another file' }).click()
    await chooseFile(window, 'next.csv', 'Email,City\nann@example.org,Oslo\n')
    await goToMap(window)
    await window.getByRole('button', { name: /^What is sent/ }).click()
    await window.getByRole('radio', { name: 'What changed, and keep it as the file is' }).check()
    await goToReview(window)
    await tab(window, 1, 'Leaves').click()
    await expect(window.getByText('no longer in the file', { exact: false }).first()).toBeVisible()
    await expectAccessible(window)
    await window.getByRole('button', { name: /^Send 1 change to/ }).click()
    await window.getByLabel('Type 1 to confirm').fill('1')
    await window
      .getByRole('dialog')
      .getByRole('button', { name: /^Send 1 change/ })
      .click()
    await expect(window.getByText('1 person taken out', { exact: false }).first()).toBeVisible()
    await expect(window.getByRole('button', { name: 'Take it back' })).toBeVisible()
  },
)
