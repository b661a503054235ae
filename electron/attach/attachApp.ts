import { timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { z } from 'zod'
import { AppError } from '../../shared/errors.ts'
import type { EngineAccess } from '../engineThread.ts'
import { answerOf, refuse } from '../http/answers.ts'
import { engineRoutes, jsonOf } from '../http/engineRoutes.ts'
import type { HttpEnv } from '../http/listenOnLoopback.ts'

/** What an attached host is told of the one that it is attached to. */
export const attachedTo = z.object({
  host: z.enum(['terminal', 'desktop', 'browser']),
  /** Why secrets are only in memory there, in words. */
  vaultWarning: z.string().nullable(),
})
export type AttachedTo = z.infer<typeof attachedTo>

export interface AttachParts extends AttachedTo {
  readonly engine: EngineAccess
  readonly token: string
  /** Shows a window of this host, or gives an address that does. */
  readonly showWindow: () => string | null
}

const fileRequest = z.object({ path: z.string().min(1) })

/**
 * The engine for other hosts of the same user: the contract, and files by their path, for whoever has the token that
 * only this user can read. No browser: what carries an `Origin` is refused.
 */
export function attachApp({ engine, token, host, vaultWarning, showWindow }: AttachParts): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>()
  app.use(withToken(token))
  app.get('/about', (c) => c.json({ host, vaultWarning } satisfies AttachedTo))
  app.post('/window', (c) => c.json({ ok: showWindow() }))
  app.post('/file', async (c) => {
    const request = fileRequest.safeParse((await jsonOf(c.req.raw))?.json)
    if (!request.success) return refuse(c, 400, new AppError('invalid-input', 'A file needs a path.'))
    return c.json(await answerOf(engine.registerFile(request.data.path)))
  })
  app.get('/export/:file', async (c) => c.json(await answerOf(engine.exportPath(c.req.param('file')))))
  app.route('/', engineRoutes(engine))
  app.onError((error, c) => refuse(c, 500, error))
  return app
}

const withToken = (token: string) =>
  createMiddleware<HttpEnv>(async (c, next) => {
    const { localPort = 0 } = c.env.incoming.socket
    const isForeign =
      c.req.header('host') !== `127.0.0.1:${localPort}` ||
      c.req.header('origin') !== undefined ||
      !isSame(c.req.header('authorization') ?? '', `Bearer ${token}`)
    return isForeign ? refuse(c, 403, foreign()) : next()
  })

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}

function foreign(): AppError {
  return new AppError('forbidden', 'Only Listferry itself may use this address.')
}
