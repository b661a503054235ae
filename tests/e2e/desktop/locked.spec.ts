import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { HostAnswer } from '../../../shared/contract/host.ts'
import { desktopTest } from '../support/desktopTest.ts'

desktopTest(
  'the window has no Node, no spelling lists, and a bridge of just what the contract says',
  async ({ desktop }) => {
    const preferences = await desktop.app.evaluate(({ BrowserWindow, session }) => {
      // What the page really has; not in Electron's types.
      interface Told {
        getLastWebPreferences(): Readonly<Record<string, boolean>>
      }
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as Told
      return { ...contents.getLastWebPreferences(), spelling: session.defaultSession.isSpellCheckerEnabled() }
    })
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spelling: false,
    })
    const inside = await desktop.page.evaluate(() => ({
      node: ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].filter(
        (name) => name in window,
      ),
      bridge: Object.keys(window.listferry).sort(),
    }))
    expect(inside.node).toEqual([])
    expect(inside.bridge).toEqual([
      'call',
      'choosePlace',
      'kind',
      'notify',
      'onEvent',
      'onPush',
      'openFile',
      'openInProgram',
      'platform',
      'saveFile',
      'setTheme',
      'showProgress',
      'stop',
    ])
  },
)

desktopTest('its page runs its own scripts alone, and reaches no network', async ({ desktop, practice }) => {
  practice.kit.requests.clear()
  const { page } = desktop
  expect(page.url()).toMatch(/^app:\/\/listferry\//)
  const policy = await page.evaluate(async () => (await fetch('/')).headers.get('content-security-policy'))
  expect(policy).toContain("default-src 'none'; script-src 'self'; ")
  expect(policy).not.toContain('unsafe')
  const tried = await page.evaluate(async (service) => {
    const inline = document.createElement('script')
    inline.textContent = 'document.title = "inline"'
    document.body.append(inline)
    const image = new Image()
    image.src = `${service}/v4/account`
    await new Promise((resolve) => (image.onerror = image.onload = resolve))
    const outcome = (work: Promise<unknown>) => work.then(() => 'done').catch(() => 'refused')
    return {
      title: document.title,
      fetched: await outcome(fetch(`${service}/v4/account`, { mode: 'no-cors' })),
      imported: await outcome(import(`data:text/javascript,${document.title}`)),
    }
  }, practice.address)
  expect(tried).toEqual({ title: 'Listferry', fetched: 'refused', imported: 'refused' })
  expect(practice.kit.requests.entries).toEqual([])
})

desktopTest('it goes to no other address and opens no window; help opens outside', async ({ desktop }) => {
  const { app, page } = desktop
  await app.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    shell.openExternal = (address) => Promise.resolve(void opened.push(address))
  })
  const address = page.url()
  for (const target of [
    'https://listferry.example/',
    'file:///etc/passwd',
    'http://127.0.0.1:1/',
    'https://help.kit.com.listferry.example/',
    'https://help.kit.com/en/articles/1',
  ]) {
    await page.evaluate((to) => {
      window.open(to)
      location.href = to
    }, target)
    await page.waitForTimeout(150)
    expect(page.url()).toBe(address)
  }
  expect(app.windows()).toHaveLength(1)
  const opened = await app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)
  expect(new Set(opened)).toEqual(new Set(['https://help.kit.com/en/articles/1']))
})

desktopTest('it has no permission of the system but to copy text', async ({ desktop }) => {
  const asked = await desktop.page.evaluate(async () => ({
    place: await new Promise((resolve) =>
      navigator.geolocation.getCurrentPosition(
        () => resolve('allowed'),
        ({ code }) => resolve(code),
      ),
    ),
    camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'allowed',
      (error: unknown) => (error as Error).name,
    ),
    notices: await Notification.requestPermission(),
    clipboard: (await navigator.permissions.query({ name: 'clipboard-read' as PermissionName })).state,
    copying: (await navigator.permissions.query({ name: 'clipboard-write' as PermissionName })).state,
  }))
  expect(asked.place).toBe(1) // PERMISSION_DENIED
  expect(asked.camera).not.toBe('allowed')
  expect(asked).toMatchObject({ notices: 'denied', clipboard: 'denied', copying: 'granted' })
})

desktopTest('another window with the same bridge is answered by nobody', async ({ desktop }) => {
  const preload = join(import.meta.dirname, '../../../dist/desktop/preload.cjs')
  const answer = await desktop.app.evaluate(async ({ BrowserWindow }, script) => {
    const forged = new BrowserWindow({ show: false, webPreferences: { preload: script, sandbox: true } })
    await forged.loadURL('data:text/html,<title>forged</title>')
    const said: unknown = await forged.webContents.executeJavaScript(
      'window.listferry.call("connections.list", {}, "1")',
    )
    forged.destroy()
    return said
  }, preload)
  expect(answer as HostAnswer).toEqual({
    error: { code: 'forbidden', message: 'Only Listferry’s own window may ask this.' },
  })
})

desktopTest('what makes no sense is refused in words, and the app goes on', async ({ desktop }) => {
  const { page } = desktop
  const answers = await page.evaluate(async () => {
    const host = window.listferry as unknown as Record<string, (...input: unknown[]) => Promise<HostAnswer>>
    const call = host['call']
    const saveFile = host['saveFile']
    const openFile = host['openFile']
    const choosePlace = host['choosePlace']
    if (!call || !saveFile || !openFile || !choosePlace) throw new Error('the bridge is not there')
    return [
      await call('connections.steal', {}, '1'),
      await call({ toString: 'nothing' }, {}, '1'),
      await call('connections.describe', { connection: 5 }, '1'),
      await call('sources.preview', { file: '/etc/passwd', overrides: {} }, '1'),
      await saveFile({ file: '/etc/passwd', name: 'passwd' }),
      await saveFile(null),
      await choosePlace({ path: '/etc/passwd' }),
      await openFile(new File(['Email'], 'made-up.csv')),
    ]
  })
  for (const answer of answers) {
    if (!('error' in answer)) throw new Error(`answered: ${JSON.stringify(answer)}`)
    expect(answer.error.code).toMatch(/^(not-found|invalid-input)$/)
    expect(answer.error.message).toMatch(/^[A-Z].+\.$/)
  }
  expect(await desktop.call('connections.list', {})).toEqual({ ok: [] })
})
