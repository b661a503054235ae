import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { Hono } from 'hono'
import { prettifyError, z, ZodError } from 'zod'
import { controlPage } from './controlPage.ts'
import type { PracticeKit } from './kit/createPracticeKit.ts'
import { patchSubscriber } from './kit/patchSubscriber.ts'
import { readBody } from './readBody.ts'

export interface PracticeKnobs {
  readonly speed: number
  readonly lagMs: number
}

type Controls = Hono<{ Bindings: HttpBindings }>

/** The practice server's own pages and switches, outside every service's paths. They need no key. */
export function practiceControl(kit: PracticeKit, knobs: PracticeKnobs): Controls {
  const app: Controls = new Hono()
  app.get('/', (c) => c.html(controlPage(kit, knobs)))
  app.get('/settings', (c) =>
    c.json({
      listferry: 'practice',
      ...knobs,
      services: ['kit'],
      keys: { kit: kit.keys, refused: kit.refusedKeys },
    }),
  )
  app.get('/faults', (c) => c.json({ kit: kit.faults.active() }))
  app.put('/faults', (c) => setFaults(kit, c))
  app.post('/reset', (c) => {
    kit.reset()
    return c.json({ reset: true })
  })
  app.get('/requests', (c) =>
    c.json({ kit: { count: kit.requests.count, requests: kit.requests.entries, people: peopleOf(kit) } }),
  )
  app.patch('/kit/subscribers/:who', async (c) => patchSubscriber(kit, c.req.param('who'), await readJson(c)))
  app.onError((error, c) => {
    if (!(error instanceof ZodError) && !(error instanceof SyntaxError)) throw error
    const reason = error instanceof ZodError ? prettifyError(error) : 'The body is not JSON.'
    return c.json({ error: reason }, 422)
  })
  return app
}

const maxBodyBytes = 1024 * 1024

const faultsSchema = z.strictObject({ kit: z.array(z.unknown()).max(1000) })

/** `{ "kit": [fault, …] }` replaces all faults; an empty list clears them. */
async function setFaults(kit: PracticeKit, c: Context): Promise<Response> {
  kit.faults.set(faultsSchema.parse(await readJson(c)).kit)
  return c.json({ kit: kit.faults.active() })
}

async function readJson(c: Context): Promise<unknown> {
  return JSON.parse((await readBody(c.req.raw, maxBodyBytes)) ?? '')
}

function peopleOf(kit: PracticeKit) {
  return [...kit.tally.all()].map(([id, tally]) => ({
    id,
    email_address: kit.state.subscribers.get(id)?.emailAddress,
    ...tally,
    mailsSent: kit.state.mailsSent.get(id) ?? 0,
  }))
}
