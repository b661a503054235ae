import { protocol, type Session } from 'electron'
import { windowFile, windowHeaders } from '../windowFiles.ts'
import { isOwnPage, scheme } from './pageAddress.ts'

/** Before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built window from its folder, with its security policy, and nothing else. */
export function serveWindow(session: Session, windowFolder: string): void {
  session.protocol.handle(scheme, async ({ url, method }) => {
    const found =
      isOwnPage(url) && method === 'GET' ? await windowFile(windowFolder, new URL(url).pathname) : null
    if (found) return new Response(found.bytes, { headers: found.headers })
    return new Response('There is nothing here.', { status: 404, headers: windowHeaders() })
  })
}
