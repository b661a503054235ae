import { join } from 'node:path'
import { Hono } from 'hono'
import { AppError } from '../../shared/errors.ts'
import type { EngineAccess } from '../engineThread.ts'
import { windowFile, windowHeaders } from '../windowFiles.ts'
import { refuse } from './answers.ts'
import { engineRoutes } from './engineRoutes.ts'
import { fileRoutes } from './fileRoutes.ts'
import type { HttpEnv } from './listenOnLoopback.ts'
import { notSignedInPage } from './notSignedInPage.ts'
import { onlyOwnWindow } from './onlyOwnWindow.ts'
import { type SignIn, signedInOnly } from './signIn.ts'

export interface WebAppParts {
  readonly engine: EngineAccess
  readonly signIn: SignIn
  readonly dataFolder: string
  /** Where the built window is. */
  readonly windowFolder: string
}

/** The window in a browser: its files, the contract, files sent in and downloads, for whoever is signed in. */
export function createWebApp({ engine, signIn, dataFolder, windowFolder }: WebAppParts): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>()
  app.use(async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(windowHeaders()))
      if (!c.res.headers.has(name)) c.res.headers.set(name, value)
  })
  app.use(onlyOwnWindow)
  app.get('/', async (c, next) => {
    const token = c.req.query('token')
    // Away from the address bar and the history, where it no longer works anyway.
    if (token !== undefined && signIn.enter(c, token)) return c.redirect('/', 303)
    return signIn.isSignedIn(c) ? next() : notSignedInPage()
  })
  app.use(signedInOnly(signIn))
  app.route('/', engineRoutes(engine))
  app.route('/', fileRoutes(engine, join(dataFolder, 'uploads')))
  app.get('*', async (c) => {
    const found = await windowFile(windowFolder, c.req.path)
    return found ? new Response(found.bytes, { headers: found.headers }) : c.notFound()
  })
  app.notFound((c) => refuse(c, 404, new AppError('not-found', `There is nothing at ${c.req.path}.`)))
  app.onError((error, c) => refuse(c, 500, error))
  return app
}
