import { expect, type Page } from '@playwright/test'
import type { AudienceRef } from '../../../shared/model.ts'
import { expectAccessible } from '../support/expectAccessible.ts'
import { chooseAccount, chooseFile, goToMap, pick, tab } from '../support/journey.ts'
import {
  beginRun,
  connectKit,
  connectKlaviyo,
  kitEmails,
  newPeople,
  planFor,
  show,
} from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

const slow = { kind: 'slow', ms: 60, method: 'POST' } as const

webTest(
  'two windows show the same run; what is done in one is seen in the other',
  async ({ window, context, practice }) => {
    const kit = await connectKit(window, practice)
    practice.kit.faults.add(slow)
    const { id } = await beginRun(window, kit, newPeople(200))
    await show(window, `/sync/run/${id}`)
    const second = await context.newPage()
    await second.goto(window.url())
    const settled = /^[1-9]\d* of 200 rows settled$/
    await expect(window.getByText(settled).first()).toBeVisible()
    await expect(second.getByText(settled).first()).toBeVisible()
    await second.getByRole('button', { name: 'Pause' }).click()
    for (const page of [window, second])
      await expect(page.getByRole('heading', { level: 1, name: 'Paused' })).toBeVisible()
    practice.kit.faults.clear()
    await window.getByRole('button', { name: 'Go on sending to Kit · Acme Bakery' }).click()
    for (const page of [window, second])
      await expect(page.getByRole('heading', { level: 1, name: 'Done: 200 rows got through' })).toBeVisible()
    expect(kitEmails(practice).filter((email) => email.startsWith('guest'))).toHaveLength(200)
  },
)

webTest(
  'two windows that plan at once each show how far their own plan is',
  async ({ window, context, practice }) => {
    await connectKit(window, practice)
    await connectKlaviyo(window, practice)
    const second = await context.newPage()
    await second.goto(window.url())
    // Klaviyo answers nothing any more; at Kit nobody can be looked up.
    const never = { kind: 'slow', ms: 600_000 } as const
    const plans = [
      [window, 'Klaviyo · Acme Shop', () => practice.klaviyo.faults.add(never)],
      [second, 'Kit · Acme Bakery', () => practice.kit.faults.add({ ...never, path: '/v4/subscribers' })],
    ] as const
    for (const [page, account, hold] of plans) {
      await show(page, '/sync/import')
      await chooseFile(page, 'people.csv', newPeople(3))
      await chooseAccount(page, account)
      await goToMap(page)
      hold()
      await page.getByRole('button', { name: 'Review changes' }).click()
    }
    const phase = (page: Page, words: string) =>
      page.getByRole('main').getByRole('status').locator('> *').filter({ hasText: words })
    await expect(phase(second, 'Looking these people up in Kit')).not.toHaveAttribute('data-ahead')
    await expect(phase(window, 'Reading the fields and audiences of Klaviyo')).toBeVisible()
    await expect(phase(window, 'Reading the rows of the file')).toHaveAttribute('data-ahead')
    for (const [page] of plans) await page.getByRole('button', { name: 'Stop and go back to Map' }).click()
  },
)

webTest(
  'a form that is deleted between plan and run is said by its name, and every row still adds up',
  async ({ window, practice }) => {
    const kit = await connectKit(window, practice)
    const [form] = [...practice.kit.state.forms.values()].filter(({ name }) => name === 'Free guide')
    if (form === undefined) throw new Error('the practice Kit has no such form')
    const audience: AudienceRef = { kind: 'form', id: String(form.id) }
    const plan = await planFor(window, kit, newPeople(5), { audiences: [audience] })
    await show(window, `/sync/review/${plan.id}`)
    await expect(tab(window, 5, 'New')).toBeVisible()
    practice.kit.state.forms.delete(form.id)
    await window.getByRole('button', { name: 'Send 10 changes to Kit · Acme Bakery' }).click()
    const said = window.getByRole('alert')
    await expect(said).toContainText('Free guide')
    await expectAccessible(window)
    await window.getByRole('button', { name: 'Cancel the rest' }).click()
    await window.getByRole('dialog').getByRole('button', { name: 'Cancel the rest' }).click()
    await expect(window.getByRole('row', { name: '5 rows in the file. It adds up.' })).toBeVisible()
    // Whoever is new in the account is on no form.
    const { memberships, subscribers } = practice.kit.state
    const guests = [...subscribers.all()].filter(({ emailAddress }) => emailAddress.startsWith('guest'))
    expect(guests.flatMap(({ id }) => memberships.form.ofPerson(id))).toEqual([])
  },
)

webTest(
  'a plan that can’t be made says what it waits for or what to do, and nothing of the mapping is lost',
  async ({ window, practice }) => {
    await connectKit(window, practice)
    await show(window, '/sync/import')
    await chooseFile(window, 'people.csv', newPeople(3))
    await goToMap(window)
    await pick(window, 'Add an audience', 'vip', 'VIP')
    practice.kit.faults.add({ kind: 'drop-before-commit' })
    await window.getByRole('button', { name: 'Review changes' }).click()
    await expect(window.getByRole('main').getByRole('status')).toContainText(
      /Waiting .* before asking Kit · Acme Bakery once more: it did not answer/,
    )
    await window.getByRole('button', { name: 'Stop and go back to Map' }).click()
    await expect(window.getByText('Tag. No mail by itself')).toBeVisible()

    practice.kit.faults.set([{ kind: 'key-revoked' }])
    await window.getByRole('button', { name: 'Review changes' }).click()
    const failure = window.getByRole('alert')
    await expect(failure).toContainText('Settings → Developer')
    await expect(failure.getByRole('link', { name: 'Connect the account again' })).toBeVisible()
    await expectAccessible(window)
    practice.kit.faults.clear()
    await failure.getByRole('button', { name: 'Try again' }).click()
    await expect(tab(window, 3, 'New')).toBeVisible()
    await expect(window.getByRole('button', { name: 'Send 6 changes to Kit · Acme Bakery' })).toBeVisible()
  },
)

webTest(
  'a run whose network goes away says what it waits for, and sends everybody once when it is back',
  async ({ window, practice }) => {
    const kit = await connectKit(window, practice)
    practice.kit.faults.add({ kind: 'drop-before-commit', path: '/v4/subscribers', method: 'POST', skip: 20 })
    const { id } = await beginRun(window, kit, newPeople(60))
    await show(window, `/sync/run/${id}`)
    await expect(
      window.getByText(/^The connection to Kit broke before the answer came\. Trying it again in /),
    ).toBeVisible()
    practice.kit.faults.clear()
    await expect(window.getByRole('heading', { level: 1, name: 'Done: 60 rows got through' })).toBeVisible({
      timeout: 45_000,
    })
    expect(kitEmails(practice).filter((email) => email.startsWith('guest'))).toHaveLength(60)
  },
)
