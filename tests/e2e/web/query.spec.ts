import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { expectAccessible } from '../support/expectAccessible.ts'
import { connectKit, engineBehind, show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

/** In the place of whatever is in the editor. */
async function write(window: Page, sql: string): Promise<void> {
  await window.getByRole('textbox', { name: 'Query' }).focus()
  await window.keyboard.press('ControlOrMeta+a')
  await window.keyboard.press('Delete')
  await window.keyboard.insertText(sql)
}

webTest(
  'a query is written with what is completed, run, drawn, saved, and made a list',
  async ({ window, practice, folder }) => {
    await connectKit(window, practice)
    // Before everyone was read, an answer about people says so.
    await show(window, '/query')
    await window.getByRole('button', { name: 'Run', exact: true }).click()
    await expect(window.getByText('Not everyone of “Acme Bakery” was read yet')).toBeVisible()
    await expect(window.getByRole('link', { name: 'Read everyone in People' })).toBeVisible()
    const [account] = await engineBehind(window).connections.list({})
    await engineBehind(window).people.refresh({ connection: account?.id ?? '' })
    await window.getByRole('button', { name: 'Run', exact: true }).click()
    await expect(window.getByText('Not everyone of')).toBeHidden()
    const grid = window.getByRole('grid', { name: 'Result of the query' })
    await expect(grid.getByText('Acme Bakery')).toBeVisible()
    await expectAccessible(window)

    // What is typed is completed, by keys alone, and undo takes it back.
    const editor = window.getByRole('textbox', { name: 'Query' })
    await write(window, 'SELECT ')
    await window.keyboard.type('count(* FROM peo', { delay: 5 })
    await expect(window.getByRole('option', { name: 'people', exact: true })).toBeVisible()
    await expectAccessible(window)
    await window.keyboard.press('Enter')
    await expect(editor).toHaveValue('SELECT count(* FROM people)')
    await window.keyboard.press('ControlOrMeta+z')
    await expect(editor).toHaveValue('SELECT count(* FROM peo)')

    // A file beside it is a table of its own.
    writeFileSync(
      join(folder, 'Trade fair.csv'),
      'Email,Stand\nada.okafor@example.com,12\nnew@fair.example,7\n',
    )
    await window.locator('aside input[type=file]').setInputFiles(join(folder, 'Trade fair.csv'))
    await expect(window.getByRole('button', { name: 'trade_fair', exact: true })).toBeVisible()
    await write(
      window,
      'SELECT f.email, f.stand FROM trade_fair f LEFT JOIN people p ON p.email = f.email WHERE p.id IS NULL',
    )
    await window.keyboard.press('ControlOrMeta+Enter')
    await expect(grid.getByText('new@fair.example')).toBeVisible()
    await expect(grid.getByText('ada.okafor@example.com')).toHaveCount(0)

    await window.getByRole('button', { name: 'Save', exact: true }).click()
    await window.getByLabel('Name').fill('New at the fair')
    await window.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await expect(window.getByRole('dialog')).toBeHidden()
    await write(window, 'SELECT state, count(*) AS people FROM people GROUP BY state')
    await expect(editor).toHaveValue(/GROUP BY state$/)
    await window.getByRole('button', { name: 'Run', exact: true }).click()
    await window.getByText('Chart', { exact: true }).click()
    await expect(window.getByRole('listitem').filter({ hasText: 'inactive' })).toBeVisible()
    await expectAccessible(window)

    // Whoever looks at a chart still does after another run.
    await write(window, "SELECT 'all states' AS state, count(*) AS people FROM people")
    await window.getByRole('button', { name: 'Run', exact: true }).click()
    await expect(window.getByRole('listitem').filter({ hasText: 'all states' })).toBeVisible()

    await window.getByRole('button', { name: 'Open', exact: true }).click()
    await window.getByRole('menuitem', { name: 'New at the fair' }).click()
    await expect(window.getByRole('textbox', { name: 'Query' })).toHaveValue(/trade_fair/)
    await window.getByRole('button', { name: 'Run', exact: true }).click()
    await window.getByRole('button', { name: 'Use as a list' }).click()
    await expect(window.getByRole('heading', { name: 'New at the fair.csv' })).toBeVisible()
  },
)

webTest(
  'a table that does not come with people says so, and is read where it stands',
  async ({ window, practice }) => {
    await connectKit(window, practice)
    await show(window, '/query')
    const table = window
      .getByRole('listitem')
      .filter({ has: window.getByRole('button', { name: 'segments_of_acme_bakery', exact: true }) })
    await expect(table.getByText('not read yet')).toBeVisible()
    await write(window, 'SELECT name FROM segments_of_acme_bakery')
    await window.getByRole('button', { name: 'Run', exact: true }).click()
    await expect(window.getByRole('alert')).toContainText('Press Read beside segments_of_acme_bakery')
    await expectAccessible(window)
    await table.getByRole('button', { name: 'Read segments_of_acme_bakery' }).click()
    await expect(table.getByText(/^read /)).toBeVisible()
    await window.getByRole('button', { name: 'Run', exact: true }).click()
    await expect(window.getByRole('grid', { name: 'Result of the query' })).toBeVisible()
  },
)

webTest(
  'a query that is wrong, writes, or never ends is told in words, and can be stopped',
  async ({ window }) => {
    await show(window, '/query')
    const complaint = window.getByRole('alert')
    await write(window, 'SELECT emial\nFROM people')
    await window.getByRole('button', { name: 'Run', exact: true }).click()
    await expect(complaint).toContainText('a column “emial” (line 1, column 8)')
    await write(window, 'DELETE FROM people')
    await window.getByRole('button', { name: 'Run', exact: true }).click()
    await expect(complaint).toContainText('A query only reads')
    await write(
      window,
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n',
    )
    await window.getByRole('button', { name: 'Run', exact: true }).click()
    await window.getByRole('button', { name: 'Stop' }).click()
    await expect(window.getByRole('button', { name: 'Run', exact: true })).toBeVisible()
    await expect(complaint).toHaveCount(0)
    // What was typed is still there after a look elsewhere.
    await window.getByRole('link', { name: 'History' }).click()
    await window.getByRole('link', { name: 'Query' }).click()
    await expect(window.getByRole('textbox', { name: 'Query' })).toHaveValue(/WITH RECURSIVE/)
  },
)
