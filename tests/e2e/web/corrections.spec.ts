import { expect } from '@playwright/test'
import { connectKit, endedRun, planFor, show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

webTest('what was corrected and not sent yet outlives a reload', async ({ window, practice }) => {
  const kit = await connectKit(window, practice)
  const { id } = await endedRun(window, kit, 'Email,First name\nben.example.org,Ben\nella@example.org,Ella')
  await show(window, `/sync/result/${id}`)
  await window.getByRole('button', { name: /it has no @/ }).click()
  const cell = window.getByLabel('Email, row 1')
  await cell.pressSequentially('x')
  await cell.fill('ben@example.org')
  await cell.blur()
  await expect(window.getByText('1 corrected row, not sent yet')).toBeVisible()
  await expect(async () => {
    await window.reload()
    await expect(window.getByText('1 corrected row, not sent yet')).toBeVisible({ timeout: 3000 })
  }).toPass()
  await window.getByRole('button', { name: 'Discard' }).click()
  await expect(window.getByText('1 corrected row, not sent yet')).toBeHidden()
})

webTest('a whole kind that was unticked comes back with one tick', async ({ window, practice }) => {
  const kit = await connectKit(window, practice)
  const { id } = await planFor(window, kit, 'Email,First name\nben@example.org,Ben\nzoe@example.org,Zoe')
  await show(window, `/sync/review/${id}`)
  await window.getByRole('checkbox', { name: 'Send all new people' }).click()
  await window.getByRole('tab', { name: /^2 Left out/ }).click()
  await window.getByRole('checkbox', { name: 'Tick again all rows that were unticked' }).click()
  await expect(window.getByRole('tab', { name: /^2 New/ })).toBeVisible()
  await expect(window.getByRole('button', { name: /^Send 2 changes/ })).toBeEnabled()
})
