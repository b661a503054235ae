import { expect, type Page } from '@playwright/test'
import { expectAccessible } from '../support/expectAccessible.ts'
import { chooseAccount, goToMap, goToReview, messySample, pick, tab } from '../support/journey.ts'
import { kitPerson, kitTagged, klaviyoListed, klaviyoPerson, ownPractice } from '../support/ownPractice.ts'
import { bringMessySampleToKit } from '../support/messySample.ts'
import { webTest } from '../support/webTest.ts'

webTest(
  'from nothing to a receipt on the practice Kit, which then holds what Review had shown',
  async ({ window, folder }) => {
    await tryItWith(window, messySample)
    await chooseAccount(window, 'Kit · Practice Kit')
    await bringMessySampleToKit(window, 'Kit · Practice Kit', () => expectAccessible(window))

    const account = await ownPractice(folder)
    await expect.poll(async () => (await kitTagged(account, 'Webinar 2026')).length).toBeGreaterThan(35)
    const tagged = await kitTagged(account, 'Webinar 2026')
    const fromFile = tagged.filter(
      (email) => /\d+@example\.org$/.test(email) && /^[a-z]+\.[a-z]+\d+@/.test(email),
    )
    expect(fromFile).toContain('jurgen.muller0@example.org')
    expect(tagged).toContain('ada.okafor@example.com')
    for (const left of ['left.early@example.com', 'mailbox.full@example.net', 'said.goodbye@example.org'])
      expect(tagged).not.toContain(left)
    for (const nobody of ['zoe.kohler3@example.org', 'paula.blum@example.org', 'kurt.krumm@example.org'])
      expect(await kitPerson(account, nobody)).toBeNull()
    expect(await kitPerson(account, 'left.early@example.com')).toMatchObject({ state: 'cancelled' })
    expect(await kitPerson(account, 'jurgen.muller0@example.org')).toMatchObject({
      first_name: 'Jürgen',
      fields: { phone_number: '0170 9999999', postal_code: '01067', city: 'Dresden' },
    })
    // Her city is blank in the file.
    expect(await kitPerson(account, 'ada.okafor@example.com')).toMatchObject({ fields: { city: 'Lagos' } })
  },
)

webTest(
  'the same on the practice Klaviyo: with a country for phone numbers, and one field switched off for everyone',
  async ({ window, folder }) => {
    await tryItWith(window, messySample)
    await chooseAccount(window, 'Klaviyo · Practice Klaviyo')
    await goToMap(window)
    await pick(window, 'Add an audience', 'newsl', /Newsletter/)
    await window.getByRole('button', { name: /^Reading values/ }).click()
    // The file's own words and postal codes say so.
    await expect(
      window.getByRole('combobox', { name: 'Phone numbers without a country are from' }),
    ).toHaveValue('Germany (DE)')
    await goToReview(window)

    // Ada is on the list, and has what the file has.
    for (const [count, kind] of [
      [36, 'New'],
      [1, 'Changed'],
      [1, 'Unchanged'],
      [5, 'Held back'],
      [2, 'Invalid'],
      [2, 'Duplicate'],
      [47, 'All rows'],
    ] as const)
      await expect(tab(window, count, kind)).toBeVisible()
    await window.getByRole('button', { name: 'Fields and audiences' }).click()
    const city = window.getByRole('dialog').getByRole('checkbox', { name: 'City' })
    await city.click()
    await expect(city).not.toBeChecked()
    await window.keyboard.press('Escape')
    await expect(window.getByRole('button', { name: 'Fields and audiences (1 off)' })).toBeVisible()
    await window.getByRole('button', { name: 'Send 74 changes to Klaviyo · Practice Klaviyo' }).click()
    await expect(
      window.getByRole('heading', { level: 1, name: 'Done: 37 rows got through, 7 did not' }),
    ).toBeVisible({ timeout: 30_000 })

    const account = await ownPractice(folder)
    const listed = await klaviyoListed(account, 'Newsletter')
    expect(listed).toContain('jorg.angstrom35@example.org')
    expect(listed).toContain('zero.first@example.com')
    for (const nobody of ['paula.blum@example.org', 'kurt.krumm@example.org'])
      expect(await klaviyoPerson(account, nobody)).toBeNull()
    expect(await klaviyoPerson(account, 'jurgen.muller0@example.org')).toMatchObject({
      attributes: {
        first_name: 'Jürgen',
        phone_number: '+491709999999',
        location: { zip: '01067', city: null },
      },
    })
  },
)

/** Welcome → practice accounts → Import. */
async function tryItWith(window: Page, list: string): Promise<void> {
  await expect(
    window.getByRole('heading', { level: 1, name: 'Bring a list to Kit or Klaviyo' }),
  ).toBeVisible()
  await window.getByRole('button', { name: 'Try it with practice accounts' }).click()
  await window.getByRole('button', { name: `Import ${list}` }).click()
  await expect(window.getByRole('heading', { level: 1, name: list })).toBeVisible()
}
