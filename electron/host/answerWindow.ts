import { app, type BrowserWindow, ipcMain, type IpcMainEvent, nativeTheme, Notification } from 'electron'
import { z } from 'zod'
import { isCallName } from '../../shared/contract/callName.ts'
import type { BegunSignIn } from '../../shared/contract/connections.ts'
import type { HostAnswer } from '../../shared/contract/host.ts'
import { AppError, toWire } from '../../shared/errors.ts'
import type { EngineAccess } from '../engineThread.ts'
import { stoppableCalls } from '../stoppableCalls.ts'
import { channels } from './channels.ts'
import { choosePlace } from './choosePlace.ts'
import { openedFile } from './openedFile.ts'
import { openExport } from './openExport.ts'
import { saveExport } from './saveExport.ts'
import { isTrusted } from './trustedSender.ts'
import type { DesktopStore } from './windowState.ts'

export interface WindowHost {
  readonly engine: EngineAccess
  readonly store: DesktopStore
  readonly window: () => BrowserWindow | null
  /** Opens the page of a sign-in that has begun; the window itself can open none. */
  readonly onSignIn: (begun: BegunSignIn) => Promise<void>
  /** The page listens to what the menu and the icon have to say. */
  readonly onListening: () => void
}

/** Answers everything that the bridge sends, from the window's own page alone. */
export function answerWindow(host: WindowHost): void {
  const { engine } = host
  const calls = stoppableCalls(engine)
  handle(host, channels.call, async (_window, name, input, id) => {
    if (!isCallName(name)) throw noSuchCall()
    const answer = await calls.call(name, input, typeof id === 'string' ? id : undefined)
    if (name === 'connections.beginSignIn') await host.onSignIn(answer as BegunSignIn)
    return answer
  })
  handle(host, channels.openFile, (_window, path) => openedFile(engine, path))
  handle(host, channels.saveFile, (window, file) => saveExport(window, engine, file))
  handle(host, channels.choosePlace, (window, name) => choosePlace(window, engine, name))
  handle(host, channels.openInProgram, (_window, file) => openExport(engine, file))
  listen(host, channels.stop, (_window, id) => calls.stop(String(id)))
  listen(host, channels.listening, () => host.onListening())
  listen(host, channels.progress, (window, share) => showProgress(window, share))
  listen(host, channels.notify, (window, notice) => showNotice(window, notice))
  listen(host, channels.theme, (_window, theme) => setTheme(host.store, theme))
}

function handle(
  host: WindowHost,
  channel: string,
  work: (window: BrowserWindow, ...input: unknown[]) => unknown,
): void {
  ipcMain.handle(channel, async (event, ...input: unknown[]): Promise<HostAnswer> => {
    const window = host.window()
    try {
      if (!window || !isTrusted(event, window)) throw foreign()
      return { ok: await work(window, ...input) }
    } catch (error) {
      return { error: toWire(error) }
    }
  })
}

function listen(
  host: WindowHost,
  channel: string,
  work: (window: BrowserWindow, input: unknown) => void,
): void {
  ipcMain.on(channel, (event: IpcMainEvent, input: unknown) => {
    const window = host.window()
    if (window && isTrusted(event, window)) work(window, input)
  })
}

function noSuchCall(): AppError {
  return new AppError('not-found', 'There is no such call. Reload the window: it may be an older one.')
}

function foreign(): AppError {
  return new AppError('forbidden', 'Only Listferry’s own window may ask this.')
}

/** On the taskbar or dock. */
function showProgress(window: BrowserWindow, input: unknown): void {
  const share = z.number().min(0).max(1).nullable().safeParse(input)
  if (share.success) window.setProgressBar(share.data ?? -1)
}

const notice = z.object({ title: z.string().max(200), body: z.string().max(1000) })

function showNotice(window: BrowserWindow, input: unknown): void {
  const { data } = notice.safeParse(input)
  if (!data || !Notification.isSupported()) return
  const shown = new Notification(data)
  shown.on('click', () => {
    window.show()
    app.focus()
  })
  shown.show()
}

function setTheme(store: DesktopStore, input: unknown): void {
  const theme = z.enum(['system', 'light', 'dark']).safeParse(input)
  if (!theme.success) return
  nativeTheme.themeSource = theme.data
  store.set({ theme: theme.data })
}
