import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import type { Hono } from 'hono'
import { AppError } from '../../shared/errors.ts'

export interface HttpEnv {
  Bindings: HttpBindings
}

export interface LoopbackServer {
  /** `http://127.0.0.1:PORT` */
  readonly address: string
  /** Takes nothing new, gives answers that are ready a moment to leave, then breaks what is under way. */
  close(): Promise<void>
}

/**
 * Serves an app to this computer alone.
 * @param port 0 for any free one
 * @throws AppError `unavailable` where the port is taken
 */
export async function listenOnLoopback(app: Hono<HttpEnv>, port: number): Promise<LoopbackServer> {
  const listener = getRequestListener((request, env) => app.fetch(request, env), {
    overrideGlobalObjects: false,
  })
  // A large file on a slow disk may take long to arrive.
  const server = createServer(
    { requestTimeout: 0 },
    (incoming, outgoing) => void listener(incoming, outgoing),
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(portTaken(port, cause)))
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        setTimeout(() => server.closeAllConnections(), lastAnswersMs)
      }),
  }
}

const lastAnswersMs = 200

function portTaken(port: number, cause: unknown): AppError {
  return new AppError(
    'unavailable',
    `Listferry can't use port ${port}, probably because another program does. Choose another with --port, or leave it out for any free one.`,
    { cause },
  )
}
