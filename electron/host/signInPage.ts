import { app, shell } from 'electron'
import type { BegunSignIn } from '../../shared/contract/connections.ts'
import { isSignInPage } from './signInAddress.ts'

/** Opens a service's own sign-in page in the system's browser, which is then led back to this program. */
export async function openSignInPage(begun: BegunSignIn, programFolder: string): Promise<void> {
  if (!isSignInPage(begun.authorizeUrl)) return
  if (begun.how === 'returns') leadBackHere(programFolder)
  await shell.openExternal(begun.authorizeUrl)
}

/** Only when somebody signs in: other addresses of this scheme mean nothing. Run from its sources, it needs its folder. */
function leadBackHere(programFolder: string): void {
  if (process.defaultApp) app.setAsDefaultProtocolClient('listferry', process.execPath, [programFolder])
  else app.setAsDefaultProtocolClient('listferry')
}
