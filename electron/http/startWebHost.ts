import { join } from 'node:path'
import type { EngineAccess } from '../engineThread.ts'
import { createWebApp } from './createWebApp.ts'
import { listenOnLoopback } from './listenOnLoopback.ts'
import { forgetHalfUploads } from './receiveUpload.ts'
import { createSignIn } from './signIn.ts'

export interface WebHostOptions {
  readonly engine: EngineAccess
  readonly dataFolder: string
  readonly windowFolder: string
  /** 0 for any free one. */
  readonly port: number
}

export interface WebHost {
  /** An address that opens the window once; the browser that opened it stays signed in. */
  newAddress(): string
  /** Ends what is under way between windows and host. The engine goes on. */
  close(): Promise<void>
}

/** @throws AppError where the port is taken */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  await forgetHalfUploads(join(options.dataFolder, 'uploads'))
  const signIn = createSignIn()
  const server = await listenOnLoopback(createWebApp({ ...options, signIn }), options.port)
  return {
    newAddress: () => `${server.address}/?token=${signIn.newToken()}`,
    close: () => server.close(),
  }
}
