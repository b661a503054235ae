import { BrowserWindow, nativeTheme } from 'electron'
import { pageAddress } from './pageAddress.ts'
import { type DesktopStore, minimumSize, visibleBounds } from './windowState.ts'

/** Opens the one window, where it was the last time. It shows itself once it has something to show. */
export function openWindow(store: DesktopStore, preload: string): BrowserWindow {
  const { bounds, isMaximized } = store.get()
  const window = new BrowserWindow({
    ...visibleBounds(bounds),
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    show: false,
    title: 'Listferry',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1b1915' : '#faf8f4',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  })
  if (isMaximized) window.maximize()
  rememberBounds(window, store)
  window.once('ready-to-show', () => window.show())
  void window.loadURL(pageAddress)
  return window
}

function rememberBounds(window: BrowserWindow, store: DesktopStore): void {
  let timer: NodeJS.Timeout | undefined
  const remember = () => store.set({ bounds: window.getNormalBounds(), isMaximized: window.isMaximized() })
  const rememberSoon = () => {
    clearTimeout(timer)
    timer = setTimeout(remember, 500)
  }
  window.on('resize', rememberSoon).on('move', rememberSoon)
  window.on('close', () => {
    clearTimeout(timer)
    remember()
  })
  window.on('closed', () => clearTimeout(timer))
}
