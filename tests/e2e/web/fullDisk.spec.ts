import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { expectAccessible } from '../support/expectAccessible.ts'
import { tab } from '../support/journey.ts'
import { beginRun, connectKit, kitEmails, newPeople, planFor, show } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

/** The data folder is a disk of its own that can be filled, as only who may mount one can make it. */
const onSmallDisk = webTest.extend({
  folder: async ({}, use, info) => {
    const folder = mkdtempSync(join(tmpdir(), 'listferry-e2e-'))
    const home = join(folder, 'home')
    mkdirSync(home)
    info.skip(!isMounted(home), 'a disk can only be mounted here by an administrator of Linux')
    await use(folder)
    execFileSync('umount', ['--lazy', home])
    rmSync(folder, { recursive: true, force: true })
  },
})

function isMounted(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=32m,mode=700', 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** To the last byte. @returns what makes room again */
function fillDisk(folder: string): () => void {
  const path = join(folder, 'home', 'somebody-elses-film')
  const file = openSync(path, 'w')
  for (const size of [2 ** 20, 2 ** 12, 1]) writeUntilFull(file, Buffer.alloc(size))
  closeSync(file)
  return () => rmSync(path)
}

function writeUntilFull(file: number, bytes: Buffer): void {
  try {
    for (;;) writeSync(file, bytes)
  } catch (error) {
    expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC')
  }
}

const guests = (practice: Parameters<typeof kitEmails>[0]) =>
  kitEmails(practice).filter((email) => email.startsWith('guest'))

onSmallDisk(
  'a disk that is full is said in words wherever something would be kept; all can be read, and goes on once there is room',
  async ({ window, practice, folder, complaints }) => {
    const kit = await connectKit(window, practice)
    const plan = await planFor(window, kit, newPeople(20))
    await show(window, `/sync/review/${plan.id}`)
    await expect(tab(window, 20, 'New')).toBeVisible()
    const send = window.getByRole('button', { name: 'Send 20 changes to Kit · Acme Bakery' })

    const makeRoom = fillDisk(folder)
    await window.getByRole('checkbox', { name: 'Send row 1', exact: true }).click()
    const noRoom =
      /There is no room left to write .* Free some disk space and try again; nothing that was saved is lost\./
    await expect(window.getByRole('alert').filter({ hasText: 'That could not be changed' })).toContainText(
      noRoom,
    )
    await expect(tab(window, 20, 'New')).toBeVisible()
    await send.click()
    await expect(window.getByRole('alert').last()).toContainText(noRoom)
    await expectAccessible(window)
    expect(guests(practice)).toEqual([])

    await show(window, '/sync/import')
    const chooser = window.waitForEvent('filechooser')
    await window.getByRole('button', { name: 'Choose a file' }).click()
    await (
      await chooser
    ).setFiles({ name: 'more.csv', mimeType: 'text/csv', buffer: Buffer.from(newPeople(5)) })
    await expect(window.getByText('There is no room on the disk for more.csv. Free some')).toBeVisible()
    await show(window, '/settings')
    await window.getByText('Dark', { exact: true }).click()
    await expect(window.getByText('That setting was not saved')).toBeVisible()
    await expect(window.getByText(/^The settings can't be saved in .* Check the disk/)).toBeVisible()
    await window.getByRole('alert').filter({ hasText: 'That setting' }).getByRole('button').click()
    await show(window, '/connections')
    await expect(window.getByRole('listitem').filter({ hasText: 'Acme Bakery' })).toBeVisible()

    makeRoom()
    await show(window, `/sync/review/${plan.id}`)
    await send.click()
    await expect(window.getByRole('heading', { level: 1, name: 'Done: 20 rows got through' })).toBeVisible()
    expect(guests(practice)).toHaveLength(20)
    // The console was told of the file that could not be kept.
    await expect.poll(() => complaints).toHaveLength(1)
    complaints.length = 0
  },
)

onSmallDisk(
  'a disk that fills in mid-run stops it with the reason, and nobody is lost or written twice when it goes on',
  async ({ window, practice, folder }) => {
    const kit = await connectKit(window, practice)
    practice.kit.faults.add({ kind: 'slow', ms: 30, method: 'POST' })
    const { id } = await beginRun(window, kit, newPeople(300))
    await show(window, `/sync/run/${id}`)
    await expect(window.getByText(/^[1-9]\d* of 300 rows settled$/).first()).toBeVisible()
    const makeRoom = fillDisk(folder)
    await expect(window.getByRole('alert').filter({ hasText: 'no room left' })).toBeVisible()
    await expectAccessible(window)
    const before = guests(practice).length
    expect(before).toBeLessThan(300)
    makeRoom()
    practice.kit.faults.clear()
    await window.getByRole('button', { name: 'Try again' }).click()
    await expect(window.getByRole('heading', { level: 1, name: /^Done/ })).toBeVisible()
    expect(guests(practice)).toHaveLength(300)
    await expect(window.getByRole('row', { name: '300 rows in the file. It adds up.' })).toBeVisible()
  },
)
