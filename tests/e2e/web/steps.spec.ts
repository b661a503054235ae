import { expect } from '@playwright/test'
import { expectAccessible } from '../support/expectAccessible.ts'
import { goToMap, goToReview, chooseFile, pick } from '../support/journey.ts'
import { connectKit, show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

// City is a field of Acme Bakery that nothing here seems to be.
const list = [
  'Email,Name,Country,Joined',
  'eve@example.org,Eve van Moss,Deutschland,31.12.2025',
  'bo@example.org,Bo Lind,Frankreich,01.02.2026',
  'cy@example.org,Cy Ray,Deutschland,02.03.2026',
].join('\n')

webTest(
  'cells are changed on their way, step by step, and each step shows what it does',
  async ({ window, practice }) => {
    await connectKit(window, practice)
    await show(window, '/sync/import')
    await chooseFile(window, 'steps.csv', list)
    await goToMap(window)

    await pick(window, 'Field for column Country', 'City', 'City')
    await window.getByRole('button', { name: 'How Country is written' }).click()
    await window.getByRole('button', { name: 'Change the cells' }).click()
    await window.getByRole('menuitem', { name: /Map values/ }).click()
    const table = window.getByRole('group', { name: 'Values and what they become' })
    await expect(table).toContainText('Deutschland2')
    await expect(window.getByText('2 of 2 values are countries. Fill in:')).toBeVisible()
    await window.getByRole('button', { name: 'Country codes, such as DE' }).click()
    await expect(window.getByLabel('What Deutschland becomes')).toHaveValue('DE')
    await window.getByLabel('What Frankreich becomes').fill('France')
    const step = window.getByRole('region', { name: 'Step 1: Map values' })
    await expect(step).toContainText('Deutschland→DE')
    await expect(step).toContainText('Frankreich→France')
    await expect(window.getByText('2 values mapped', { exact: true })).toBeVisible()
    await expectAccessible(window)

    await window.getByRole('button', { name: 'How Name is written' }).click()
    await window.getByRole('button', { name: 'Split into two fields' }).click()
    await pick(window, 'Field for the rest', 'Last name', 'Last name')
    await expect(window.getByRole('region', { name: 'Step 1: Take a part' })).toContainText(
      'Eve van Moss→Eve',
    )

    await window.getByRole('button', { name: 'Change the cells' }).first().click()
    await window.getByRole('menuitem', { name: /Replace a pattern/ }).click()
    await window.getByLabel('Every match of').fill('(?=x)')
    await expect(window.getByText(/it looks ahead or behind/).first()).toBeVisible()
    await expect(window.getByRole('button', { name: 'Review changes' })).toBeDisabled()
    await window.getByRole('button', { name: 'Take out “Replace a pattern”' }).click()

    await goToReview(window)
    await expect(window.getByRole('grid')).toContainText('van Moss')
    await expect(window.getByRole('grid')).toContainText('DE')
  },
)
