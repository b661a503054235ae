import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { expectAccessible } from '../support/expectAccessible.ts'
import { tab } from '../support/journey.ts'
import { beginRun, connectKit, kitEmails, newPeople, planFor, show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

/** The data folder is a disk of its own whose files can be locked, as only who may mount one can make it. */
const onOwnDisk = webTest.extend({
  folder: async ({}, use, info) => {
    const folder = mkdtempSync(join(tmpdir(), 'listferry-e2e-'))
    const home = join(folder, 'home')
    mkdirSync(home)
    info.skip(!canLock(folder, home), 'files can only be locked here by an administrator of Linux')
    await use(folder)
    execFileSync('umount', ['--lazy', home])
    rmSync(folder, { recursive: true, force: true })
  },
})

function canLock(folder: string, home: string): boolean {
  const image = join(folder, 'disk')
  writeFileSync(image, '')
  truncateSync(image, 2 ** 26)
  try {
    execFileSync('mkfs.ext4', ['-q', '-F', image], { stdio: 'ignore' })
    execFileSync('mount', ['-o', 'loop', image, home], { stdio: 'ignore' })
  } catch {
    return false
  }
  rmSync(join(home, 'lost+found'), { recursive: true })
  lock(home)()
  return true
}

/**
 * Nothing in there can be written any more, not even what is open already; a file mode would not keep an administrator
 * from it. What SQLite shares in memory stays: who writes to such memory is killed by Linux. @returns what unlocks it
 */
function lock(home: string): () => void {
  const inside = readdirSync(home, { recursive: true, encoding: 'utf8' })
  const paths = [home, ...inside.filter((name) => !name.endsWith('-shm')).map((name) => join(home, name))]
  execFileSync('chattr', ['+i', ...paths])
  return () => void execFileSync('chattr', ['-i', ...paths])
}

onOwnDisk(
  'a data folder that can’t be written any more is said wherever it is met, stops a run with the reason, and nobody is lost or written twice when it can',
  async ({ window, practice, folder, complaints }) => {
    const home = join(folder, 'home')
    const guests = () => kitEmails(practice).filter((email) => email.startsWith('guest'))
    const kit = await connectKit(window, practice)
    const plan = await planFor(window, kit, newPeople(20))
    await show(window, `/sync/review/${plan.id}`)
    await expect(tab(window, 20, 'New')).toBeVisible()

    let unlock = lock(home)
    await window.getByRole('checkbox', { name: 'Send row 1', exact: true }).click()
    const cantWrite = /failed while reading or writing .* Check the disk, then try again\./
    await expect(window.getByRole('alert').filter({ hasText: 'That could not be changed' })).toContainText(
      cantWrite,
    )
    await window.getByRole('button', { name: 'Send 20 changes to Kit · Acme Bakery' }).click()
    await expect(window.getByRole('alert').last()).toContainText(cantWrite)
    await expectAccessible(window)
    expect(guests()).toEqual([])
    await show(window, '/sync/import')
    const chooser = window.waitForEvent('filechooser')
    await window.getByRole('button', { name: 'Choose a file' }).click()
    const more = { name: 'more.csv', mimeType: 'text/csv', buffer: Buffer.from(newPeople(5)) }
    await (await chooser).setFiles(more)
    await expect(
      window.getByText('more.csv could not be kept: Listferry may not write to its data folder.'),
    ).toBeVisible()
    await show(window, '/settings')
    await window.getByText('Dark', { exact: true }).click()
    await expect(
      window.getByText(/^The settings can't be saved in .* Check the disk and the permissions/),
    ).toBeVisible()
    unlock()

    practice.kit.faults.add({ kind: 'slow', ms: 30, method: 'POST' })
    const { id } = await beginRun(window, kit, newPeople(200))
    await show(window, `/sync/run/${id}`)
    await expect(window.getByText(/^[1-9]\d* of 200 rows settled$/).first()).toBeVisible()
    unlock = lock(home)
    await expect(window.getByRole('alert').filter({ hasText: 'the run stopped' })).toContainText(cantWrite)
    expect(guests().length).toBeLessThan(200)
    unlock()
    practice.kit.faults.clear()
    await window.getByRole('button', { name: 'Try again' }).click()
    await expect(window.getByRole('heading', { level: 1, name: /^Done/ })).toBeVisible()
    expect(guests()).toHaveLength(200)
    await expect(window.getByRole('row', { name: '200 rows in the file. It adds up.' })).toBeVisible()
    // The console was told of the file that could not be kept.
    await expect.poll(() => complaints).toHaveLength(1)
    complaints.length = 0
  },
)
