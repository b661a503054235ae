import { app, type Session, shell, type WebContents } from 'electron'
import { isHelpLink } from './helpLinks.ts'
import { isOwnPage } from './pageAddress.ts'

/** Every page of this app, whoever opens it: no other address, no new windows, nothing embedded. */
export function lockDownPages(): void {
  app.on('web-contents-created', (_event, contents) => lockDownPage(contents))
}

function lockDownPage(contents: WebContents): void {
  const stay = (event: { preventDefault(): void; readonly url: string }) => {
    if (isOwnPage(event.url)) return
    event.preventDefault()
    openHelp(event.url)
  }
  contents.on('will-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-frame-navigate', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    openHelp(url)
    return { action: 'deny' }
  })
}

function openHelp(address: string): void {
  if (isHelpLink(address)) void shell.openExternal(address)
}

/**
 * The window's session asks the system for nothing but to copy text, and the network for nothing: what it shows comes from its own
 * scheme, what it does goes to the main process.
 */
export function lockDownSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(isCopying(permission)))
  session.setPermissionCheckHandler((_contents, permission) => isCopying(permission))
  session.setDevicePermissionHandler(() => false)
  // Chromium would fetch spelling lists.
  session.setSpellCheckerEnabled(false)
  session.setSpellCheckerLanguages([])
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isLocal(url) }))
}

/** Text that the user copies with a button of ours. Nothing else may be written there, and nothing read. */
function isCopying(permission: string): boolean {
  return permission === 'clipboard-sanitized-write'
}

function isLocal(address: string): boolean {
  return isOwnPage(address) || /^(devtools|blob|data):/.test(address)
}
