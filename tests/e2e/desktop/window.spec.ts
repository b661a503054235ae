import { existsSync, statSync, writeFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, type JSHandle } from '@playwright/test'
import type { HostEvent } from '../../../shared/contract/host.ts'
import type { PushMessage } from '../../../shared/contract/contract.ts'
import { until } from '../../support/until.ts'
import { type Desktop, desktopArgs, startDesktop } from '../support/desktop.ts'
import { desktopTest } from '../support/desktopTest.ts'
import { show } from '../support/preparedRun.ts'
import { electronProgram } from '../support/programs.ts'

/** Everything that the menu and the icon tell the page from now on. */
function eventsOf({ page }: Desktop): Promise<JSHandle<HostEvent[]>> {
  return page.evaluateHandle(() => {
    const events: HostEvent[] = []
    window.listferry.onEvent((event) => events.push(event))
    return events
  })
}
const told = async (events: JSHandle<HostEvent[]>) => (await events.jsonValue()) as readonly HostEvent[]

desktopTest(
  'the menu has the platform’s shortcuts, and tells the page what was chosen',
  async ({ desktop }) => {
    const events = await eventsOf(desktop)
    const shortcuts = await desktop.app.evaluate(({ Menu }) => {
      const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? []
      const ours = items.filter(({ accelerator, role }) => accelerator && !role)
      // Electron's types know the click only as some function.
      for (const item of ours) (item.click as () => void)()
      return ours.map(({ accelerator }) => accelerator)
    })
    expect(shortcuts).toEqual([
      'CmdOrCtrl+O',
      'CmdOrCtrl+Shift+A',
      'CmdOrCtrl+,',
      'CmdOrCtrl+K',
      'CmdOrCtrl+Shift+H',
    ])
    await until(async () => (await told(events)).length === 5)
    expect((await told(events)).map((event) => event.type === 'command' && event.command)).toEqual([
      'open-file',
      'connect',
      'settings',
      'palette',
      'history',
    ])
  },
)

desktopTest(
  'a file that it is started with, and one of a second start, are opened by id',
  async ({ start, env, folder }) => {
    const [first, second] = ['first.csv', 'second.csv'].map((name) => join(folder, name))
    for (const path of [first, second]) writeFileSync(path ?? '', 'Email\nada@example.org\n')
    const desktop = await start([first ?? ''])
    const events = await eventsOf(desktop)
    await until(async () => (await told(events)).length === 1)
    const again = spawn(electronProgram() ?? '', [...desktopArgs([second ?? ''])], { env, stdio: 'ignore' })
    expect(((await once(again, 'exit')) as [number])[0]).toBe(0)
    await until(async () => (await told(events)).length === 2)
    const files = (await told(events)).map((event) => (event.type === 'file' ? event.file : null))
    expect(files).toMatchObject([{ name: 'first.csv', sizeBytes: 22 }, { name: 'second.csv' }])
    expect(JSON.stringify(files)).not.toContain(folder)
    const preview = await desktop.client.sources.preview({ file: files[1]?.file ?? '', overrides: {} })
    expect(preview.rows).toEqual([['ada@example.org']])
  },
)

desktopTest('it comes back where it was, as large as it was, in its theme', async ({ start }) => {
  const first = await start()
  await first.client.settings.set({ theme: 'dark' })
  await first.page.evaluate(() => window.listferry.setTheme('dark'))
  await first.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 30, width: 950, height: 650 }),
  )
  await first.page.waitForTimeout(800)
  await first.quit()
  const second = await start()
  const state = await second.app.evaluate(({ BrowserWindow, nativeTheme }) => ({
    bounds: BrowserWindow.getAllWindows()[0]?.getBounds(),
    least: BrowserWindow.getAllWindows()[0]?.getMinimumSize(),
    theme: nativeTheme.themeSource,
  }))
  expect(state).toEqual({
    bounds: { x: 40, y: 30, width: 950, height: 650 },
    least: [900, 600],
    theme: 'dark',
  })
  expect(await second.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true)
})

desktopTest('a run’s share is on the dock, and its end is a notice of the system', async ({ desktop }) => {
  await desktop.app.evaluate(({ BrowserWindow, Notification }) => {
    const seen: unknown[] = []
    Object.assign(globalThis, { seen })
    const [window] = BrowserWindow.getAllWindows()
    if (window) window.setProgressBar = (share) => void seen.push(share)
    Notification.isSupported = () => true
    Notification.prototype.show = function (this: { title: string; body: string }) {
      seen.push([this.title, this.body])
    }
  })
  await desktop.page.evaluate(() => {
    window.listferry.showProgress(0.25)
    window.listferry.showProgress(7)
    window.listferry.showProgress(null)
    window.listferry.notify('Run 1 has finished', '1,204 people are in Kit · Bakery.')
  })
  const seen = () => desktop.app.evaluate(() => (globalThis as unknown as { seen: unknown[] }).seen)
  await until(async () => (await seen()).some((one) => Array.isArray(one)))
  // The page itself may have said meanwhile that nothing is under way.
  expect(await seen()).toContain(0.25)
  expect(await seen()).toContain(-1)
  expect(await seen()).not.toContain(7)
  expect(await seen()).toContainEqual(['Run 1 has finished', '1,204 people are in Kit · Bakery.'])
})

desktopTest('what the engine wrote is saved where the user says, or nowhere', async ({ desktop, folder }) => {
  const everyone = { text: '', connection: null, left: null, audience: null }
  const exported = await desktop.client.exports.people(everyone)
  const choose = (filePath: string) =>
    desktop.app.evaluate(({ dialog }, chosen) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: chosen === '', filePath: chosen })
    }, filePath)
  const save = (file = exported) => desktop.page.evaluate((given) => window.listferry.saveFile(given), file)
  await choose('')
  expect(await save()).toEqual({ ok: 'cancelled' })
  await choose(join(folder, 'saved.csv'))
  expect(await save()).toEqual({ ok: 'saved' })
  expect(statSync(join(folder, 'saved.csv')).size).toBe(exported.sizeBytes)
  await choose(join(folder, 'no/such/folder.csv'))
  expect(JSON.stringify(await save())).toContain('Choose another folder')
  const notOurs = await desktop.open(join(folder, 'saved.csv'))
  expect(await save({ ...exported, file: notOurs.file })).toMatchObject({ error: { code: 'not-found' } })
})

desktopTest(
  'a copy of an account is written where the user says, and nowhere before',
  async ({ desktop, folder }) => {
    const { page, client } = desktop
    await client.connections.practice({})
    const choose = (filePath: string) =>
      desktop.app.evaluate(({ dialog }, chosen) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: chosen === '', filePath: chosen })
      }, filePath)
    await show(page, '/copies')
    await page.getByRole('button', { name: 'Copy an account' }).click()
    const form = page.getByRole('dialog', { name: 'Copy an account into a database' })
    await choose('')
    await form.getByRole('button', { name: 'Choose a place' }).click()
    await expect(form.getByLabel('Name of the file')).toBeVisible()
    await choose(join(folder, 'Reports', 'bakery'))
    await form.getByRole('button', { name: 'Choose a place' }).click()
    const path = join(folder, 'Reports', 'bakery.sqlite')
    await expect(form.getByRole('textbox', { name: 'File', exact: true })).toHaveValue(path)
    expect(existsSync(path)).toBe(false)
    await form.getByRole('button', { name: 'None of them' }).click()
    await form.getByRole('checkbox', { name: 'Tags', exact: true }).check()
    await form.getByRole('button', { name: 'Copy 1 table now' }).click()
    await expect(page.getByText(/rows? of 1 table/)).toBeVisible({ timeout: 30_000 })
    expect(existsSync(path)).toBe(true)
  },
)

desktopTest('after the computer slept, the page asks anew for what it shows', async ({ desktop }) => {
  const heard = await desktop.page.evaluateHandle(() => {
    const messages: PushMessage[] = []
    window.listferry.onPush((message) => messages.push(message))
    return messages
  })
  await desktop.app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'))
  await until(async () => (await heard.evaluate((messages) => messages.length)) > 0)
  expect(await heard.jsonValue()).toContainEqual({ name: 'changed', payload: { what: 'runs' } })
})

desktopTest(
  'a data folder that can’t be written is said in words, in a window that still works',
  async ({ env, folder }) => {
    writeFileSync(join(folder, 'in-the-way'), '')
    const desktop = await startDesktop({ ...env, LISTFERRY_HOME: join(folder, 'in-the-way') })
    await expect(desktop.page.getByRole('navigation', { name: 'Main' })).toBeVisible()
    const answer = await desktop.call('connections.list', {})
    expect(JSON.stringify(answer)).toContain('there is a file in the way')
    await desktop.quit()
    expect(statSync(join(folder, 'in-the-way')).size).toBe(0)
  },
)
