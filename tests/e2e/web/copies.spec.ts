import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect } from '@playwright/test'
import { expectAccessible } from '../support/expectAccessible.ts'
import { connectKit, show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

webTest(
  'an account is copied into a file, brought up to date, and forgotten',
  async ({ window, practice, folder }) => {
    await connectKit(window, practice)
    await show(window, '/copies')
    await window.getByRole('button', { name: 'Copy an account' }).click()
    const form = window.getByRole('dialog', { name: 'Copy an account into a database' })
    await expect(form.getByRole('checkbox', { name: 'Purchases' })).toBeDisabled()
    await expectAccessible(window)
    // A browser can't ask for a place: it is said where the file will be.
    await expect(form.getByText(`It is kept in ${join(folder, 'databases')}.`)).toBeVisible()
    await expect(form.getByRole('button', { name: 'Choose a place' })).toHaveCount(0)
    await form.getByRole('button', { name: 'None of them' }).click()
    await form.getByRole('checkbox', { name: 'Subscribers', exact: true }).check()
    await form.getByRole('checkbox', { name: 'Tags', exact: true }).check()
    await form.getByRole('button', { name: 'Test the database' }).click()
    await expect(form.getByRole('button', { name: /Works: SQLite/ })).toBeVisible()
    await form.getByRole('button', { name: 'Copy 2 tables now' }).click()

    const copy = window.getByRole('listitem', { name: 'Copy of Acme Bakery' })
    await expect(copy.getByText(/rows of 2 tables/)).toBeVisible({ timeout: 30_000 })
    const path = join(folder, 'databases', 'Acme Bakery.sqlite')
    const db = new DatabaseSync(path)
    const { n } = db.prepare('select count(*) as n from kit_subscribers').get() as { n: number }
    expect(n).toBe(practice.kit.state.subscribers.size)
    await copy.getByText(/rows of 2 tables/).click()
    await expect(copy.getByRole('row', { name: /Subscribers .* everything/ })).toBeVisible()
    await expectAccessible(window)

    await copy.getByRole('button', { name: 'More to do with Copy of Acme Bakery' }).click()
    await window.getByRole('menuitem', { name: 'Choose its tables' }).click()
    const tables = window.getByRole('dialog', { name: 'Tables of Copy of Acme Bakery' })
    await tables.getByRole('checkbox', { name: 'Subscribers', exact: true }).uncheck()
    await tables.getByRole('checkbox', { name: 'Forms', exact: true }).check()
    await expect(tables.getByText('One table is no longer brought up to date.')).toBeVisible()
    await expectAccessible(window)
    await tables.getByRole('button', { name: 'Copy 2 tables from now on' }).click()
    await copy.getByRole('button', { name: 'Bring up to date' }).click()
    await copy.getByText(/rows of 2 tables/).click()
    await expect(copy.getByRole('row', { name: /Forms .* everything/ })).toBeVisible()
    await expect(copy.getByRole('row', { name: /Subscribers/ })).toBeHidden()

    db.exec(
      "drop table kit_tags; create table kit_tags (mine text); delete from listferry_tables where table_name = 'kit_tags'",
    )
    db.close()
    await copy.getByRole('button', { name: 'Bring up to date' }).click()
    await expect(copy.getByRole('alert')).toContainText(
      'There is a table kit_tags in the file Acme Bakery.sqlite that Listferry did not make.',
    )
    await copy.getByRole('button', { name: 'More to do with Copy of Acme Bakery' }).click()
    await window.getByRole('menuitem', { name: 'Forget this copy' }).click()
    await window.getByRole('button', { name: 'Forget the copy' }).click()
    await expect(window.getByRole('heading', { name: 'No copy yet' })).toBeVisible()
    expect(existsSync(path)).toBe(true)
  },
)
