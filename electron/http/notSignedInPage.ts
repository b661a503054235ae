import { randomBytes } from 'node:crypto'
import { windowHeaders } from '../windowFiles.ts'

/** For whoever opens the address without its token. */
export function notSignedInPage(): Response {
  const nonce = randomBytes(16).toString('base64url')
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Listferry</title>
<style nonce="${nonce}">body { font: 1rem/1.6 system-ui; max-width: 32rem; margin: 15vh auto; padding: 0 1rem }</style>
<h1>This window is not connected</h1>
<p>Open the whole address that Listferry printed when it started. It works once. For a new one, run
<code>npm run web</code> again.</p>
</html>
`
  return new Response(html, {
    status: 401,
    headers: { ...windowHeaders(nonce), 'content-type': 'text/html; charset=utf-8' },
  })
}
