import { expect } from '@playwright/test'
import { expectAccessible } from '../support/expectAccessible.ts'
import { chooseFile, goToMap, goToReview, pick } from '../support/journey.ts'
import { connectKit, engineBehind, newPeople, planFor, show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

const longName = 'everybody who came to the autumn fair '.repeat(6).slice(0, 200)

webTest(
  'one of two thousand tags is found by a part of its name, however long that is, and seen whole in Review',
  async ({ window, practice }) => {
    const { tags } = practice.kit.state
    for (let n = 1; n <= 2000; n += 1) {
      const id = 900_000 + n
      tags.set(id, { id, name: n === 1234 ? longName : `Tag ${n}`, createdAt: Date.now() })
    }
    await connectKit(window, practice)
    await show(window, '/sync/import')
    await chooseFile(window, 'people.csv', newPeople(3))
    await goToMap(window)
    await window.getByRole('button', { name: 'Add an audience' }).click()
    await expect(window.getByText(/^1,\d{3} more: type a part of the name$/)).toBeVisible()
    await expectAccessible(window)
    await window.keyboard.press('Escape')
    await pick(window, 'Add an audience', 'autumn fair', longName)
    await goToReview(window)
    const badge = window.getByTitle(`tag ${longName}`).first()
    const cell = window.getByRole('gridcell').filter({ has: badge }).first()
    const [inner, outer] = [await badge.boundingBox(), await cell.boundingBox()]
    expect((inner?.x ?? 0) + (inner?.width ?? 0)).toBeLessThanOrEqual((outer?.x ?? 0) + (outer?.width ?? 0))
    await expectAccessible(window)
  },
)

webTest('one of sixty saved syncs is found by its name', async ({ window, practice }) => {
  const kit = await connectKit(window, practice)
  const engine = engineBehind(window)
  const { id } = await planFor(window, kit, newPeople(1))
  const spec = await engine.plans.spec({ plan: id })
  for (let n = 1; n <= 59; n += 1) await engine.recipes.save({ name: `Booth ${n}`, spec })
  await engine.recipes.save({ name: longName, spec })
  await show(window, '/syncs')
  const syncs = window.getByRole('article')
  await expect(syncs).toHaveCount(60)
  await window.getByRole('textbox', { name: 'Find a sync' }).fill('autumn')
  await expect(syncs).toHaveCount(1)
  await window.setViewportSize({ width: 800, height: 600 })
  const [card, main] = [await syncs.boundingBox(), await window.getByRole('main').boundingBox()]
  expect((card?.x ?? 0) + (card?.width ?? 0)).toBeLessThanOrEqual((main?.x ?? 0) + (main?.width ?? 0))
  await expectAccessible(window)
})
