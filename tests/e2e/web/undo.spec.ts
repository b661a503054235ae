import { expect } from '@playwright/test'
import { expectAccessible } from '../support/expectAccessible.ts'
import { connectKit, endedRun, engineBehind, planFor, show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

const names = (prefix: string) =>
  ['Email,First name', ...[1, 2, 3].map((n) => `undo${n}@example.org,${prefix}${n}`)].join('\n')

webTest(
  'a run that made and one that renamed things are taken back from their receipts',
  async ({ window, practice }) => {
    const kit = await connectKit(window, practice)
    const engine = engineBehind(window)
    const labels = () => [...practice.kit.state.customFields.values()].map(({ label }) => label)
    const act = (values: Readonly<Record<string, string>>, op: 'insert' | 'update') =>
      engine.objects.act({ connection: kit.id, type: 'customFields', op, rows: [values] })
    const made = await act({ label: 'Shoe size' }, 'insert')
    const renamed = await act({ old_label: 'City', label: 'Town' }, 'update')
    expect(labels()).toEqual(expect.arrayContaining(['Shoe size', 'Town']))

    await show(window, `/history/${renamed.id}`)
    await window.getByRole('button', { name: 'Take it back' }).click()
    await window.getByRole('menuitem', { name: `All of run ${renamed.id}…` }).click()
    await expect(window.getByRole('heading', { level: 1, name: `Take run ${renamed.id} back` })).toBeVisible()
    await expectAccessible(window)
    await window.getByRole('button', { name: /^Take back 1 change in Kit/ }).click()
    await expect(window.getByRole('heading', { level: 1, name: /^Done/ })).toBeVisible()

    await show(window, `/history/${made.id}`)
    await window.getByRole('button', { name: 'Take it back' }).click()
    await expect(window.getByText('Only one field')).toBeHidden()
    await window.getByRole('menuitem', { name: `All of run ${made.id}…` }).click()
    await window.getByRole('button', { name: /^Take back 1 change in Kit/ }).click()
    await expect(
      window.getByRole('dialog').getByText(/Deleting the field “Shoe size” wipes its values from 0 people/),
    ).toBeVisible()
    await window.getByLabel('Type 1 to confirm').fill('1')
    await expectAccessible(window)
    await window
      .getByRole('dialog')
      .getByRole('button', { name: /^Take back/ })
      .click()
    await expect(window.getByRole('heading', { level: 1, name: /^Done/ })).toBeVisible()
    expect(labels()).toContain('City')
    expect(labels()).not.toContain('Shoe size')
  },
)

webTest(
  'a run is taken back from its receipt, reviewed like any other, and what was read back stands with it',
  async ({ window, practice }) => {
    const kit = await connectKit(window, practice)
    await endedRun(window, kit, names('Ella'))
    const tag = [...practice.kit.state.tags.values()].find(({ name }) => name === 'Never used')
    const audiences = [{ kind: 'tag' as const, id: String(tag?.id) }]
    const plan = await planFor(window, kit, names('Wrong'), { audiences })
    const { id } = await engineBehind(window).runs.start({ plan: plan.id })
    const two = practice.kit.state.subscribers.byEmail('undo2@example.org')
    if (two) practice.kit.state.subscribers.save({ ...two, firstName: 'Edited' })

    await show(window, `/sync/result/${id}`)
    await window.getByRole('button', { name: 'Read back now' }).click()
    await expect(
      window.getByRole('row', { name: /2 undo2@example.org First name Wrong2 Edited/ }),
    ).toBeVisible()
    await expectAccessible(window)

    await window.getByRole('button', { name: 'Take it back' }).click()
    await window.getByRole('menuitem', { name: `All of run ${id}…` }).click()
    await expect(window.getByRole('heading', { level: 1, name: `Take run ${id} back` })).toBeVisible()
    await expect(window.getByText(/1 row was changed by somebody since/)).toBeVisible()
    await expectAccessible(window)

    await window.getByRole('button', { name: /^Take back \d+ changes in Kit · Acme Bakery…$/ }).click()
    await window.getByLabel('Type 3 to confirm').fill('3')
    await window
      .getByRole('dialog')
      .getByRole('button', { name: /^Take back/ })
      .click()
    await expect(window.getByRole('heading', { level: 1, name: 'Done: 3 rows got through' })).toBeVisible()
    const now = (n: number) => practice.kit.state.subscribers.byEmail(`undo${n}@example.org`)?.firstName
    expect([1, 2, 3].map(now)).toEqual(['Ella1', 'Edited', 'Ella3'])
  },
)
