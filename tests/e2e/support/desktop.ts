import { once } from 'node:events'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { clientOver } from '../../../shared/contract/client.ts'
import type { CallName, EngineClient } from '../../../shared/contract/contract.ts'
import type { HostAnswer, HostBridge } from '../../../shared/contract/host.ts'
import type { OpenedFile } from '../../../shared/contract/sources.ts'
import { fromWire } from '../../../shared/errors.ts'

const root = join(import.meta.dirname, '../../..')

declare global {
  interface Window {
    readonly listferry: HostBridge
  }
}

/** The desktop app as a process of its own, and its window. */
export interface Desktop {
  readonly app: ElectronApplication
  readonly page: Page
  /** The contract, called from inside the page. */
  readonly client: EngineClient
  /** Any call, as the page could make it. */
  call(name: string, input: unknown): Promise<HostAnswer>
  /** As when the user drops a file on the window. */
  open(path: string): Promise<OpenedFile>
  /** Ends it as its menu does. */
  quit(): Promise<void>
  /** Ends it as a crash does; one that has ended stays so. */
  kill(): Promise<void>
}

export async function startDesktop(
  env: Readonly<Record<string, string>>,
  files: readonly string[] = [],
): Promise<Desktop> {
  const app = await _electron.launch({
    // Not by `executablePath`: only the one that it finds by itself (by ELECTRON_OVERRIDE_DIST_PATH, as everyone does)
    // does Playwright hold back until it is attached; with another it now and then waits for ever.
    args: [...desktopArgs(files)],
    env: { ...env },
    // Otherwise Playwright has every page see a light system.
    colorScheme: null,
  })
  // Playwright lets go of it once it has ended.
  const child = app.process()
  const page = await app.firstWindow()
  await page.waitForLoadState('load')
  const call = (name: string, input: unknown) => callFrom(page, name, input)
  return {
    app,
    page,
    call,
    client: clientOver(async (name, input) => {
      const answer = await call(name, input)
      if ('error' in answer) throw fromWire(answer.error)
      return answer.ok
    }),
    open: (path) => openFrom(page, path),
    quit: () => app.close(),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** What Electron's program is called with: as `npm start` does where an Electron is ready before it has the folder. */
export function desktopArgs(files: readonly string[]): readonly string[] {
  return ['-r', join(root, 'dist/desktop/main.cjs'), root, ...files]
}

/** What a program needs to show a window. */
export function displayEnv(): Record<string, string> {
  const names = ['PATH', 'HOME', 'DISPLAY', 'XAUTHORITY', 'WAYLAND_DISPLAY']
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

function callFrom(page: Page, name: string, input: unknown): Promise<HostAnswer> {
  const inPage = ([called, given]: readonly [string, unknown]) =>
    window.listferry.call(called as CallName, given, crypto.randomUUID())
  return page.evaluate(inPage, [name, input] as const)
}

async function openFrom(page: Page, path: string): Promise<OpenedFile> {
  const input = await page.evaluateHandle(() => {
    const made = document.createElement('input')
    made.type = 'file'
    return made
  })
  await input.setInputFiles(path)
  const answer = await input.evaluate((chosen) => {
    const [file] = chosen.files ?? []
    if (!file) throw new Error('no file was chosen')
    return window.listferry.openFile(file)
  })
  await input.dispose()
  if ('error' in answer) throw fromWire(answer.error)
  return answer.ok
}
