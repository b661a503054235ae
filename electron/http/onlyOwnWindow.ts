import { createMiddleware } from 'hono/factory'
import { AppError } from '../../shared/errors.ts'
import { refuse } from './answers.ts'
import type { HttpEnv } from './listenOnLoopback.ts'

/**
 * Refuses what a page of another site could have sent: a foreign name that was pointed at this computer (`Host`), a
 * foreign `Origin`, and what the browser itself says comes from elsewhere. Asked on every request, pushes included.
 */
export const onlyOwnWindow = createMiddleware<HttpEnv>(async (c, next) => {
  const port = c.env.incoming.socket.localPort ?? 0
  const host = c.req.header('host') ?? ''
  const origin = c.req.header('origin')
  const site = c.req.header('sec-fetch-site') ?? 'none'
  if (![`127.0.0.1:${port}`, `localhost:${port}`].includes(host)) return refuse(c, 403, foreign())
  if (origin !== undefined && origin !== `http://${host}`) return refuse(c, 403, foreign())
  if (!['same-origin', 'none'].includes(site)) return refuse(c, 403, foreign())
  return next()
})

function foreign(): AppError {
  return new AppError('forbidden', 'Only Listferry’s own window on this computer may use this address.')
}
