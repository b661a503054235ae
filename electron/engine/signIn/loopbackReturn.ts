import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AppError } from '../../../shared/errors.ts'

/** Waits on this computer for a browser that is led back. */
export interface LoopbackReturn {
  readonly redirectUri: string
  close(): void
}

const path = '/signed-in'

/**
 * Listens on 127.0.0.1 for as long as a sign-in takes. Only for practice accounts: Kit seems not to take plain-http
 * addresses of a computer. @throws AppError `unavailable` where nothing may listen
 */
export async function loopbackReturn(onReturn: (address: string) => void): Promise<LoopbackReturn> {
  const server = createServer((incoming, outgoing) => answer(incoming, outgoing, onReturn))
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new AppError('unavailable', 'The browser could not be led back here. Ask for a code instead.', {
          cause,
        }),
      ),
    )
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  server.unref()
  return {
    redirectUri: `http://127.0.0.1:${port}${path}`,
    close() {
      server.close()
      server.closeIdleConnections()
    },
  }
}

function answer(
  { method, url = '', headers }: IncomingMessage,
  outgoing: ServerResponse,
  onReturn: (address: string) => void,
): void {
  const address = new URL(url, `http://${headers.host ?? '127.0.0.1'}`)
  const isOurs = method === 'GET' && address.hostname === '127.0.0.1' && address.pathname === path
  outgoing.writeHead(isOurs ? 200 : 404, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    connection: 'close',
  })
  outgoing.end(isOurs ? page : '', () => {
    if (isOurs) onReturn(address.href)
  })
}

const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Listferry</title><style>
body{font:16px/1.5 system-ui,sans-serif;color-scheme:light dark;max-width:34rem;margin:16vh auto;padding:0 1rem}
</style></head><body><h1>Back to Listferry</h1><p>You can close this page: Listferry goes on by itself.</p></body></html>`
