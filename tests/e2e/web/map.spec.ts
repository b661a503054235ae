import { expect, type Page } from '@playwright/test'
import type { RunningPractice } from '../../../electron/practice/startPractice.ts'
import { expectAccessible } from '../support/expectAccessible.ts'
import { choose, chooseFile, goToMap, goToReview, pick, tab } from '../support/journey.ts'
import { connectKit, connectKlaviyo, show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

// Ada is in both accounts, with the city Lagos; Eve is new.
const list = [
  'Email,Given name,Surname,Town,Notes,Shoe size',
  'ada.okafor@example.com,Ada,Okafor,,likes rye,',
  'eve@example.org,Eve,Moss,Oslo,,38',
].join('\n')

webTest(
  'on Kit, columns are ignored and brought back, filled by templates and one value, and written by rules',
  async ({ window, practice }) => {
    await connectKit(window, practice)
    await mapOf(window)
    const town = window.getByRole('button', { name: 'Field for column Town: City' })
    await expect(town).toBeVisible()
    await expect(window.getByText('The header “Town” means city.')).toBeVisible()
    await pick(window, 'Field for column Town', '', 'Don’t send this column')
    await expect(window.getByText('Suggested: City.')).toBeVisible()
    await window.getByRole('button', { name: 'Use it' }).click()
    await expect(town).toBeVisible()

    // A blank town clears the city, which is said; a given name is never written over.
    await window.getByRole('button', { name: 'How Town is written' }).click()
    await window.getByRole('radio', { name: 'Clears the field' }).check()
    await expect(
      window.getByRole('alert').filter({ hasText: 'City is emptied in Acme Bakery' }),
    ).toBeVisible()
    await expect(window.getByText('Oslo', { exact: true }).last()).toBeVisible()
    await window.getByRole('button', { name: 'How Given name is written' }).click()
    await window.getByRole('radio', { name: 'Never over an existing person' }).check()
    await window.getByRole('checkbox', { name: 'UPPER CASE' }).check()
    await expect(window.getByText('only for new people · UPPER CASE')).toBeVisible()
    await expectAccessible(window)

    await pick(
      window,
      'Field for column Notes',
      'Booth notes',
      /^Make the custom field “Booth notes” in Acme Bakery$/,
    )
    await expect(window.getByRole('button', { name: 'Field for column Notes: Booth notes' })).toBeVisible()
    expect([...practice.kit.state.customFields.values()].map(({ label }) => label)).toContain('Booth notes')
    await pick(window, 'Fill another field', 'source', 'Source')
    await window.getByLabel('Value of Source for everyone').fill('Trade fair')
    await pick(window, 'Field for column Surname', '', 'Don’t send this column')
    await pick(window, 'Fill another field', 'last', 'Last name')
    await window
      .getByRole('radiogroup', { name: 'What fills Last name' })
      .getByText('Several columns')
      .click()
    await pick(window, 'Add a column to Last name', 'surn', 'Surname')
    await expect(window.getByRole('group', { name: 'Parts of Last name' })).toContainText('EmailSurname')
    await window.getByRole('button', { name: 'Move Surname to the front' }).click()
    await window.getByRole('button', { name: 'Leave out Email' }).click()

    await pick(window, 'Add an audience', 'Fair 2027', /^Make the tag “Fair 2027” in Acme Bakery$/)
    await expect(window.getByText('Tag. No mail by itself')).toBeVisible()
    await pick(window, 'Add an audience', 'guide', /Free guide/)
    await expect(window.getByText('Form. Joining may send', { exact: false })).toBeVisible()
    await window.getByRole('button', { name: 'Don’t put people into Free guide' }).click()
    await window.getByRole('button', { name: /^Mark this import/ }).click()
    await window.getByRole('checkbox', { name: /into a tag of its own/ }).check()
    await window.getByLabel('Name of the tag').fill('')
    await expect(window.getByRole('button', { name: 'Review changes' })).toBeDisabled()
    await window.getByLabel('Name of the tag').fill('import fair')
    await expectAccessible(window)

    await goToReview(window)
    await tab(window, 1, 'Changed').click()
    const rows = window.getByRole('grid', { name: 'Rows of the plan' })
    const ada = rows.getByRole('row', { name: /ada\.okafor/ })
    await expect(ada).toContainText('cleared')
    await expect(ada).toContainText('likes rye')
    await expect(ada).not.toContainText('ADA')
    await tab(window, 1, 'New').click()
    const eve = rows.getByRole('row', { name: /eve@example\.org/ })
    for (const value of ['EVE', 'Moss', 'Oslo', 'Trade fair']) await expect(eve).toContainText(value)
    await window.getByRole('button', { name: /^Send \d+ changes to Kit · Acme Bakery$/ }).click()
    await expect(window.getByRole('heading', { name: 'Done: 2 rows got through' })).toBeVisible()
    expect(kitTagsOf(practice, 'ada.okafor@example.com')).toEqual(
      expect.arrayContaining(['Fair 2027', 'import fair']),
    )
  },
)

webTest(
  'on Klaviyo, a property and a list are made, and people are subscribed with where and since when they agreed',
  async ({ window, practice }) => {
    await connectKlaviyo(window, practice)
    await mapOf(window)
    await pick(
      window,
      'Field for column Shoe size',
      'Shoe size',
      /^Make the property “Shoe size” in Acme Shop$/,
    )
    const property = window.getByRole('dialog', { name: 'A new property in Acme Shop' })
    await choose(window, 'What it holds', 'number')
    await expectAccessible(window)
    await property.getByRole('button', { name: 'Use “Shoe size”' }).click()
    await expect(window.getByRole('button', { name: 'Field for column Shoe size: Shoe size' })).toBeVisible()
    await pick(window, 'Add an audience', 'Fair 2027', /^Make the list “Fair 2027” in Acme Shop$/)
    await expect(window.getByText('Being on it is not consent', { exact: false })).toBeVisible()

    await window.getByRole('button', { name: /^Consent/ }).click()
    await window.getByRole('switch', { name: 'Subscribe these people' }).click()
    await expect(window.getByRole('group', { name: 'Subscribe to' })).toBeVisible()
    await window.getByRole('checkbox', { name: 'Email', exact: true }).uncheck()
    await expect(
      window.getByText('Choose whether people are subscribed to email, SMS or both.'),
    ).toBeVisible()
    await window.getByRole('checkbox', { name: 'Email', exact: true }).check()
    await window.getByRole('radio', { name: 'Before, on one day' }).check()
    await window.getByLabel('The day they agreed').fill('2026-03-02')
    await window.getByLabel('Where they agreed').fill('Booth, trade fair')
    await window.getByRole('button', { name: /^What is sent/ }).click()
    await window.getByRole('radio', { name: 'Every row' }).check()
    for (const section of ['Same address twice', 'People who left', 'Reading values'])
      await window.getByRole('button', { name: new RegExp(`^${section}`) }).click()
    await expectAccessible(window)

    await goToReview(window)
    await expect(tab(window, 1, 'New')).toBeVisible()
    await expect(
      window.getByRole('row', { name: /eve@example\.org.*Subscribed to email.*agreed on 2026-03-02/ }),
    ).toBeVisible()
    await window.getByRole('button', { name: /^Send \d+ changes to Klaviyo · Acme Shop$/ }).click()
    await expect(window.getByRole('heading', { level: 1, name: /^Done: 2 rows got through$/ })).toBeVisible({
      timeout: 30_000,
    })
    const eve = [...practice.klaviyo.state.profiles.all()].find(({ email }) => email === 'eve@example.org')
    expect(eve?.properties).toMatchObject({ 'Shoe size': 38 })
  },
)

async function mapOf(window: Page): Promise<void> {
  await show(window, '/sync/import')
  await chooseFile(window, 'fair.csv', list)
  await goToMap(window)
}

function kitTagsOf({ kit }: RunningPractice, email: string): readonly string[] {
  const { tags, memberships, subscribers } = kit.state
  const person = [...subscribers.all()].find(({ emailAddress }) => emailAddress === email)
  return [...tags.values()]
    .filter(({ id }) => memberships.tag.get(id, person?.id ?? 0))
    .map(({ name }) => name)
}

webTest(
  'what stands before a Dutch last name goes before it, and is taken out and put back where it stands',
  async ({ window, practice }) => {
    await connectKit(window, practice)
    await show(window, '/sync/import')
    const people = ['sanne@example.org,Sanne,,Smit', 'daan@example.org,Daan,van der,Berg']
    await chooseFile(window, 'leden.csv', ['E-mail,Voornaam,Tussenvoegsel,Achternaam', ...people].join('\n'))
    await goToMap(window)
    const particle = (words: string) =>
      window.getByRole('button', { name: `Field for column Tussenvoegsel: ${words}` })
    const name = (words: string) =>
      window.getByRole('button', { name: `Field for column Achternaam: ${words}` })
    await expect(particle('Part of Last name')).toBeVisible()
    await expect(name('Part of Last name')).toBeVisible()
    await expect(
      window.getByText('Goes into “Last name”, before “Achternaam”: “van der Berg”.'),
    ).toBeVisible()
    await expectAccessible(window)

    await pick(window, 'Field for column Tussenvoegsel', '', 'Don’t send this column')
    await expect(particle('Not sent')).toBeVisible()
    await expect(name('Last name')).toBeVisible()
    await pick(window, 'Field for column Achternaam', '', 'Don’t send this column')
    await expect(window.getByText('Suggested: Part of Last name.').last()).toBeVisible()
    await window.getByRole('button', { name: 'Use it' }).last().click()
    await expect(particle('Part of Last name')).toBeVisible()

    await goToReview(window)
    await expect(window.getByText('van der Berg').first()).toBeVisible()
  },
)
