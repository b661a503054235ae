import type { BrowserWindow, IpcMainEvent, IpcMainInvokeEvent } from 'electron'
import { isOwnPage } from './pageAddress.ts'

/** Whether a message comes from the window's own page: not from a frame in it, nor from any other window. */
export function isTrusted(
  { senderFrame }: IpcMainEvent | IpcMainInvokeEvent,
  window: BrowserWindow | null,
): boolean {
  if (!senderFrame || !window || window.isDestroyed()) return false
  return senderFrame === window.webContents.mainFrame && isOwnPage(senderFrame.url)
}
