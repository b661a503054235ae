import { expect } from '@playwright/test'
import type { RunId } from '../../../shared/model.ts'
import type { RunningPractice } from '../../../electron/practice/startPractice.ts'
import { type ListChoices, type ListFile, listColumns, listFile } from '../../support/listFile.ts'
import { chooseFile, goToMap, goToReview, tab } from '../support/journey.ts'
import { connectKit, engineBehind, show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

const choices: ListChoices = {
  seed: 16,
  rows: 60,
  encoding: 'windows-1252',
  dialect: { delimiter: ';', quote: '"', lineEnd: '\r\n' },
  titles: ['Teilnehmer der Messe Köln', 'Exportiert am 20.11.2026'],
  noEmail: [3],
  dateStyles: 4,
}

webTest(
  'S1, S2, S3 and S6: a list that others get wrong is sent with every suggestion taken, and again with blank cities',
  async ({ window, practice }) => {
    const { id: connection } = await connectKit(window, practice)
    for (const label of ['Zip', 'Phone', 'Joined'])
      await engineBehind(window).connections.createField({ connection, label, type: 'text' })

    // S1: the right table without a click.
    const list = listFile(choices)
    await show(window, '/sync/import')
    await chooseFile(window, 'messe.csv', Buffer.from(list.bytes))
    await expect(window.getByRole('columnheader', { name: 'First name' })).toBeVisible()
    await expect(window.getByText(list.people[0]?.email ?? '', { exact: true })).toBeVisible()

    // S2: 59 go, and the one without an address is told by its row.
    await goToMap(window)
    await goToReview(window)
    await expect(tab(window, 59, 'New')).toBeVisible()
    await expect(tab(window, 1, 'Invalid')).toBeVisible()
    await window.getByRole('button', { name: /^Send .* to Kit · Acme Bakery$/ }).click()
    await expect(
      window.getByRole('heading', { level: 1, name: 'Done: 59 rows got through, 1 did not' }),
    ).toBeVisible({ timeout: 60_000 })
    await expect(window.getByText('Column “Email” has no email address.')).toBeVisible()
    const [run] = await engineBehind(window).runs.list({})
    const rejects = await engineBehind(window).runs.rejects({
      run: run?.id ?? (0 as RunId),
      afterRow: 0,
      limit: 10,
    })
    expect(rejects.rows.map(({ row }) => row)).toEqual([3])

    // S6: as they stand in the file.
    for (const label of ['Zip', 'Phone', 'Joined'] as const)
      expect(heldBy(practice, list, label)).toEqual(inFile(list, label))
    expect(inFile(list, 'Zip').some((zip) => zip.startsWith('0'))).toBe(true)

    // S3: half of the cities blank: nothing is erased.
    const cities = heldBy(practice, list, 'City')
    await show(window, '/sync/import')
    const blanks = listFile({ ...choices, blankCityEvery: 2 })
    await window.getByRole('button', { name: 'Choose another file' }).click()
    await chooseFile(window, 'messe 2.csv', Buffer.from(blanks.bytes))
    await goToMap(window)
    await goToReview(window)
    await expect(tab(window, 59, 'Unchanged')).toBeVisible()
    expect(heldBy(practice, list, 'City')).toEqual(cities)
  },
)

type Label = (typeof listColumns)[number]

function inFile({ rows, people }: ListFile, label: Label): readonly string[] {
  return people.flatMap(({ row, email }) =>
    email === null ? [] : [rows[row - 1]?.[listColumns.indexOf(label)] ?? ''],
  )
}

/** What the account has of everyone in a list. */
function heldBy({ kit }: RunningPractice, { people }: ListFile, label: Label): readonly string[] {
  const { subscribers, customFields } = kit.state
  const field = [...customFields.values()].find((one) => one.label === label)
  return people.flatMap(({ email }) =>
    email === null ? [] : [subscribers.byEmail(email)?.values.get(field?.id ?? 0) ?? ''],
  )
}
