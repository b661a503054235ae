import type { AddressInfo, Server } from 'node:net'
import { createServer } from 'node:http'
import type { HttpBindings } from '@hono/node-server'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { AppError } from '../../shared/errors.ts'
import type { Clock } from '../engine/clock.ts'
import { systemClock } from '../engine/clock.ts'
import type { PracticeServices } from './control.ts'
import { practiceControl } from './control.ts'
import type { PracticeKit, PracticeKitOptions } from './kit/createPracticeKit.ts'
import { createPracticeKit } from './kit/createPracticeKit.ts'
import type { PracticeKlaviyo, PracticeKlaviyoOptions } from './klaviyo/createPracticeKlaviyo.ts'
import { createPracticeKlaviyo } from './klaviyo/createPracticeKlaviyo.ts'
import { isLoopbackHost, isLoopbackOrigin } from './loopback.ts'

export interface PracticeOptions extends Partial<Omit<PracticeKitOptions, 'signal'>> {
  /** 0 or left out: any free one. */
  readonly port?: number
  /** How many times as fast as the host's clock the services live; 1 where it is left out. */
  readonly speed?: number
  readonly clock?: Clock
  /** How far list reads are behind writes, in milliseconds of the service; 3 s where it is left out. */
  readonly lagMs?: number
  /** How long Klaviyo takes for what it does later; its usual times where they are left out. */
  readonly klaviyoDelays?: PracticeKlaviyoOptions['delays']
}

export interface RunningPractice {
  /** `http://127.0.0.1:PORT`: put it in the place of Kit's or Klaviyo's own. */
  readonly address: string
  readonly kit: PracticeKit
  readonly klaviyo: PracticeKlaviyo
  /** Breaks what is under way and frees the port. */
  close(): Promise<void>
}

/**
 * Starts the practice services on 127.0.0.1: Kit under `/v4`, `/v3`, `/oauth` and `/wordpress`, Klaviyo under `/api`, their control under `/practice`.
 * @throws AppError `unavailable` where the port is taken
 */
export async function startPractice(options: PracticeOptions = {}): Promise<RunningPractice> {
  const closing = new AbortController()
  const { port = 0, speed = 1, lagMs = 3000, clock = systemClock } = options
  const kit = createPracticeKit({ ...options, speed, lagMs, clock, signal: closing.signal })
  const klaviyo = createPracticeKlaviyo({
    ...options,
    delays: options.klaviyoDelays ?? {},
    speed,
    clock,
    signal: closing.signal,
  })
  const app = createPracticeApp({ kit, klaviyo }, { speed, lagMs })
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing))
  const listener = getRequestListener((request, env) => app.fetch(request, env), {
    overrideGlobalObjects: false,
  })
  await listen(server, port)
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    kit,
    klaviyo,
    close: () =>
      new Promise((resolve) => {
        closing.abort()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const kitPaths = [
  '/v4',
  '/v4/*',
  '/v3/*',
  '/oauth/*',
  '/wordpress/*',
  '/.well-known/oauth-authorization-server',
]

function createPracticeApp(
  services: PracticeServices,
  knobs: { readonly speed: number; readonly lagMs: number },
) {
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.use(async (c, next) => {
    if (!isLoopbackHost(c.req.header('host')))
      return c.text('This practice server only answers to this computer.', 403)
    if (!isLoopbackOrigin(c.req.header('origin'))) return c.text('Pages of other sites may not use it.', 403)
    return next()
  })
  const { kit, klaviyo } = services
  for (const path of kitPaths) app.all(path, (c) => kit.app.fetch(c.req.raw, c.env))
  app.all('/api/*', (c) => klaviyo.app.fetch(c.req.raw, c.env))
  app.route('/practice', practiceControl(services, knobs))
  app.notFound((c) => c.json({ errors: ['Not Found'] }, 404))
  return app
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new AppError(
          'unavailable',
          `The practice accounts can't start on port ${port}, probably because another program uses it. Choose another port, or 0 for any free one.`,
          { cause },
        ),
      )
    })
    server.listen(port, '127.0.0.1', resolve)
  })
}
