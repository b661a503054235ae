import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { isCallName } from '../../shared/contract/callName.ts'
import { AppError } from '../../shared/errors.ts'
import type { EngineAccess } from '../engineThread.ts'
import { stoppableCalls } from '../stoppableCalls.ts'
import { answerOf, answerWhenReady, refuse } from './answers.ts'
import type { HttpEnv } from './listenOnLoopback.ts'
import { pushStream } from './pushStream.ts'

/** Enough for a table of half a million cells that is pasted from a spreadsheet. */
const maxCallBytes = 64 * 1024 * 1024

/** The header in which a client names a call that it may want to stop. */
export const callIdHeader = 'listferry-call'

/**
 * The contract over HTTP: `POST /call/<group.name>` with the input as JSON, and `GET /push`. A client that goes away
 * ends nothing: only `POST /stop/<id>` stops the call that was sent under that id.
 */
export function engineRoutes(engine: Pick<EngineAccess, 'call' | 'onPush'>): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>()
  const calls = stoppableCalls(engine)
  const limit = bodyLimit({ maxSize: maxCallBytes, onError: (c) => refuse(c, 413, tooLarge()) })
  app.post('/call/:name', limit, async (c) => {
    const name = c.req.param('name')
    if (!isCallName(name)) return refuse(c, 404, noCall(name))
    const input = await jsonOf(c.req.raw)
    if (input === undefined) return refuse(c, 400, notJson(name))
    return answerWhenReady(answerOf(calls.call(name, input.json, c.req.header(callIdHeader))))
  })
  app.post('/stop/:id', (c) => {
    calls.stop(c.req.param('id'))
    return c.json({ ok: null })
  })
  app.get('/push', () => pushStream((listener) => engine.onPush(listener)))
  return app
}

/** @returns `undefined` for what is not JSON, or does not say that it is */
export async function jsonOf(request: Request): Promise<{ readonly json: unknown } | undefined> {
  // A form of another site can send any text, but not with this type.
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) return undefined
  try {
    return { json: await request.json() }
  } catch {
    return undefined // the caller says so in words
  }
}

function noCall(name: string): AppError {
  return new AppError('not-found', `There is no call “${name}”. Reload the window: it may be an older one.`)
}

function notJson(name: string): AppError {
  return new AppError(
    'invalid-input',
    `The call ${name} was not understood: it is not JSON. Nothing was changed.`,
  )
}

function tooLarge(): AppError {
  return new AppError(
    'invalid-input',
    'This is more than 64 MB at once. Save it as a file and choose that instead. Nothing was changed.',
  )
}
