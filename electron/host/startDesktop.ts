import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, type BrowserWindow, nativeTheme, powerMonitor, session } from 'electron'
import { changedWhats } from '../../shared/contract/changed.ts'
import type { PushMessage } from '../../shared/contract/contract.ts'
import { type LastingEngine, lastingEngine } from '../attach/lastingEngine.ts'
import { openEngine } from '../attach/openEngine.ts'
import { coalescePushes } from '../coalescePushes.ts'
import { dataFolder } from '../dataFolder.ts'
import { keychainChildPath } from '../keychain/keychainProcess.ts'
import { openVault } from '../keychain/openVault.ts'
import { queryChildPath, queryChildren } from '../queries/queryChildren.ts'
import { windowFolder } from '../windowFiles.ts'
import { answerWindow } from './answerWindow.ts'
import { setAppMenu } from './appMenu.ts'
import { registerAppScheme, serveWindow } from './appProtocol.ts'
import { channels } from './channels.ts'
import { askToLeave } from './leaving.ts'
import { lockDownPages, lockDownSession } from './lockDown.ts'
import { openedFile } from './openedFile.ts'
import { openWindow } from './openWindow.ts'
import { startUtilityChild } from './utilityChild.ts'
import { isSignInReturn } from './signInAddress.ts'
import { openSignInPage } from './signInPage.ts'
import { windowEvents } from './windowEvents.ts'
import { type DesktopStore, desktopStore } from './windowState.ts'

const isMac = process.platform === 'darwin'
const preload = fileURLToPath(new URL('../preload.cjs', import.meta.url))
const programFolder = resolve(fileURLToPath(new URL('../..', import.meta.url)))
/** As long as a request may take that is under way when the program ends. */
const closingMs = 30_000

/** Starts the desktop app, or hands its files to the one that is running already. */
export function startDesktop(): void {
  const folders = usableFolders()
  app.setPath('userData', folders.chromium)
  const given = givenBy(process.argv)
  if (!app.requestSingleInstanceLock(given)) {
    app.quit()
    return
  }
  leaveKeychainAlone()
  registerAppScheme()
  lockDownPages()
  const early: string[] = []
  const earlyReturns: string[] = []
  const noteEarly = (event: { preventDefault(): void }, path: string) => {
    event.preventDefault()
    early.push(path)
  }
  const noteReturn = (event: { preventDefault(): void }, address: string) => {
    event.preventDefault()
    earlyReturns.push(address)
  }
  app.on('open-file', noteEarly)
  app.on('open-url', noteReturn)
  void app.whenReady().then(() => {
    app.off('open-file', noteEarly)
    app.off('open-url', noteReturn)
    runDesktop(desktopStore(folders.data), {
      files: [...given.files, ...early],
      returns: [...given.returns, ...earlyReturns],
    })
  })
}

function runDesktop(store: DesktopStore, { files, returns }: Given): void {
  nativeTheme.themeSource = store.get().theme
  let window: BrowserWindow | null = null
  const show = () => {
    window ??= open()
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }
  const engine = desktopEngine(show)
  const events = windowEvents(() => window)
  const openFile = async (path: string) => {
    // One that is not there any more has nothing to show.
    const file = await openedFile(engine, path).catch(() => null)
    if (file) events.send({ type: 'file', file })
  }
  const leave = leaveOnce(engine, store, () => window)
  const open = (): BrowserWindow => {
    const opened = openWindow(store, preload)
    opened.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) events.pause()
    })
    opened.on('close', (event) => {
      // On a Mac the program goes on without a window.
      if (!isMac) leave(event)
    })
    opened.on('closed', () => (window = null))
    return opened
  }

  lockDownSession(session.defaultSession)
  serveWindow(session.defaultSession, windowFolder)
  answerWindow({
    engine,
    store,
    window: () => window,
    onListening: () => events.start(),
    onSignIn: (begun) => openSignInPage(begun, programFolder),
  })
  const cameBack = (address: string) => {
    show()
    // Whoever waits for it hears what comes of it; nobody waits for one that was given up.
    if (isSignInReturn(address))
      void engine.client.connections.signInReturned({ address }).catch(() => undefined)
  }
  setAppMenu(isMac, (command) => {
    show()
    events.send({ type: 'command', command })
  })
  tellWindow(engine, (messages) => window?.webContents.send(channels.pushes, messages))
  app.on('second-instance', (_event, _argv, _folder, data) => {
    show()
    const { files, returns } = givenIn(data)
    for (const path of files) void openFile(path)
    for (const address of returns) cameBack(address)
  })
  app.on('open-url', (event, address) => {
    event.preventDefault()
    cameBack(address)
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    show()
    void openFile(path)
  })
  app.on('activate', show)
  app.on('window-all-closed', () => undefined) // leaving is asked about where a window is closed
  app.on('before-quit', leave)
  window = open()
  window.webContents.once('did-finish-load', () => process.send?.('ready'))
  for (const path of files) void openFile(path)
  for (const address of returns) cameBack(address)
  void goOnWithRuns(engine, store)
}

/** Chromium keeps nothing secret for us; it would ask the keychain all the same, and block everything till it answers. */
function leaveKeychainAlone(): void {
  app.commandLine.appendSwitch('password-store', 'basic')
  if (isMac) app.commandLine.appendSwitch('use-mock-keychain')
}

/** The engine with this process's keychain, or that of another Listferry. */
function desktopEngine(show: () => void): LastingEngine {
  return lastingEngine(() =>
    openEngine({
      dataFolder: dataFolder(process.env),
      host: 'desktop',
      openVault: () =>
        openVault({ startChild: () => startUtilityChild(keychainChildPath, 'Listferry keychain') }),
      queries: queryChildren(() => startUtilityChild(queryChildPath, 'Listferry query')),
      showWindow() {
        show()
        return null
      },
    }),
  )
}

function tellWindow(engine: LastingEngine, send: (messages: readonly PushMessage[]) => void): void {
  const { push } = coalescePushes({ send })
  engine.onPush(push)
  // What was shown before the computer slept may be hours old.
  powerMonitor.on('resume', () => {
    for (const what of changedWhats) push({ name: 'changed', payload: { what } })
  })
}

/** Runs that were left with the promise to go on. */
async function goOnWithRuns(engine: LastingEngine, store: DesktopStore): Promise<void> {
  const runs = store.get().goOnWith
  if (runs.length === 0) return
  store.set({ goOnWith: [] })
  // One that can't go on (its account is gone, say) is in the history, with why.
  await Promise.allSettled(runs.map((run) => engine.client.runs.goOn({ run })))
}

/** Asks, closes the engine, and ends the program; while that is going on, asking again does nothing. */
function leaveOnce(
  engine: LastingEngine,
  store: DesktopStore,
  window: () => BrowserWindow | null,
): (event: { preventDefault(): void }) => void {
  let isLeaving = false
  const leave = async () => {
    const decision = await askToLeave(engine, window())
    if (decision.do === 'stay') {
      isLeaving = false
      return
    }
    store.set({ goOnWith: decision.goOnWith })
    await Promise.race([engine.close(), new Promise((resolve) => setTimeout(resolve, closingMs))])
    app.exit(0)
  }
  return (event) => {
    event.preventDefault()
    if (isLeaving) return
    isLeaving = true
    void leave()
  }
}

/** Where things are kept. Without a folder that can be written, the window still says so in words. */
function usableFolders(): { readonly data: string | null; readonly chromium: string } {
  try {
    const data = dataFolder(process.env)
    return { data, chromium: join(data, 'chromium') }
  } catch {
    return { data: null, chromium: mkdtempSync(join(tmpdir(), 'listferry-')) }
  }
}

/** What the program is started with, the first time or once more. */
interface Given {
  readonly files: readonly string[]
  /** Addresses that a browser was led back to. */
  readonly returns: readonly string[]
}

/** What the program's arguments name: after the program's folder where it is run from its sources. */
function givenBy(argv: readonly string[]): Given & Record<string, unknown> {
  const at = argv.findIndex((arg) => resolve(arg) === programFolder)
  const named = argv.slice(Math.max(at, 0) + 1).filter((arg) => !arg.startsWith('-'))
  return {
    files: named.filter((arg) => !isSignInReturn(arg)).map((path) => resolve(path)),
    returns: named.filter(isSignInReturn),
  }
}

function givenIn(data: unknown): Given {
  const textsOf = (name: string) => {
    const list =
      typeof data === 'object' && data !== null ? (data as Record<string, unknown>)[name] : undefined
    return Array.isArray(list) ? list.filter((one): one is string => typeof one === 'string') : []
  }
  return { files: textsOf('files'), returns: textsOf('returns') }
}
