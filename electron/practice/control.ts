import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { Hono } from 'hono'
import { prettifyError, z, ZodError } from 'zod'
import { controlPage } from './controlPage.ts'
import type { PracticeKit } from './kit/createPracticeKit.ts'
import type { OAuthApp } from './kit/oauth/apps.ts'
import { confidentialDemoApp, publicDemoApp } from './kit/oauth/apps.ts'
import { patchSubscriber } from './kit/patchSubscriber.ts'
import type { PracticeKlaviyo } from './klaviyo/createPracticeKlaviyo.ts'
import { patchProfile } from './klaviyo/patchProfile.ts'
import { readBody } from './readBody.ts'

export interface PracticeKnobs {
  readonly speed: number
  readonly lagMs: number
}

export interface PracticeServices {
  readonly kit: PracticeKit
  readonly klaviyo: PracticeKlaviyo
}

type Controls = Hono<{ Bindings: HttpBindings }>

/** The practice server's own pages and switches, outside every service's paths. They need no key. */
export function practiceControl(services: PracticeServices, knobs: PracticeKnobs): Controls {
  const { kit, klaviyo } = services
  const app: Controls = new Hono()
  app.get('/', (c) => c.html(controlPage(services, knobs)))
  app.get('/settings', (c) =>
    c.json({
      listferry: 'practice',
      ...knobs,
      services: ['kit', 'klaviyo'],
      keys: { kit: kit.keys, klaviyo: klaviyo.keys, refused: kit.refusedKeys, kitV3: kit.v3Keys },
      oauthApps: [publicDemoApp, confidentialDemoApp].map(appAnswer),
    }),
  )
  app.get('/faults', (c) => c.json(activeFaults(services)))
  app.put('/faults', (c) => setFaults(services, c))
  app.post('/reset', (c) => {
    kit.reset()
    klaviyo.reset()
    return c.json({ reset: true })
  })
  app.get('/requests', (c) =>
    c.json({
      kit: { count: kit.requests.count, requests: kit.requests.entries, people: peopleOf(kit) },
      klaviyo: {
        count: klaviyo.requests.count,
        requests: klaviyo.requests.entries,
        people: profilesOf(klaviyo),
      },
    }),
  )
  app.get('/kit/oauth', (c) => c.json(oauthAnswer(kit)))
  app.post('/kit/oauth/expire', async (c) => {
    const { client_id } = oauthTarget.parse(await readOptionalJson(c))
    return c.json({ expired: kit.oauth.tokens.expireNow(client_id) })
  })
  app.post('/kit/oauth/revoke', async (c) => {
    const { client_id } = oauthTarget.parse(await readOptionalJson(c))
    return c.json({ revoked: kit.oauth.tokens.revokeAccess(client_id) })
  })
  app.patch('/kit/subscribers/:who', async (c) => patchSubscriber(kit, c.req.param('who'), await readJson(c)))
  app.patch('/klaviyo/profiles/:who', async (c) =>
    patchProfile(klaviyo, c.req.param('who'), await readJson(c)),
  )
  app.onError((error, c) => {
    if (!(error instanceof ZodError) && !(error instanceof SyntaxError)) throw error
    const reason = error instanceof ZodError ? prettifyError(error) : 'The body is not JSON.'
    return c.json({ error: reason }, 422)
  })
  return app
}

const maxBodyBytes = 1024 * 1024

/** One app's tokens, or those of all apps. */
const oauthTarget = z.strictObject({ client_id: z.string().optional() })

const faultList = z.array(z.unknown()).max(1000)
const faultsSchema = z.union([
  z.strictObject({ service: z.enum(['kit', 'klaviyo']), faults: faultList }),
  z.strictObject({ kit: faultList }),
])

/**
 * `{ "service": "klaviyo", "faults": [fault, …] }` replaces all faults of one service; an empty list clears them.
 * `{ "kit": [fault, …] }` says the same of Kit.
 */
async function setFaults(services: PracticeServices, c: Context): Promise<Response> {
  const body = faultsSchema.parse(await readJson(c))
  if ('kit' in body) services.kit.faults.set(body.kit)
  else services[body.service].faults.set(body.faults)
  return c.json(activeFaults(services))
}

function activeFaults({ kit, klaviyo }: PracticeServices) {
  return { kit: kit.faults.active(), klaviyo: klaviyo.faults.active() }
}

async function readJson(c: Context): Promise<unknown> {
  return JSON.parse((await readBody(c.req.raw, maxBodyBytes)) ?? '')
}

async function readOptionalJson(c: Context): Promise<unknown> {
  return JSON.parse((await readBody(c.req.raw, maxBodyBytes)) || '{}')
}

/** The apps, and what their tokens are worth; never the tokens. */
function oauthAnswer({ oauth: { apps, tokens } }: PracticeKit) {
  return {
    apps: [...apps.all()].map(appAnswer),
    tokens: tokens.all().map((pair) => ({
      client_id: pair.clientId,
      tenant_name: pair.tenantName,
      state: pair.ended === 'refreshed' ? 'refreshed' : tokens.stateOf(pair.accessToken),
      created_at: new Date(pair.createdAt).toISOString(),
      expires_at: new Date(pair.expiresAt).toISOString(),
    })),
  }
}

/** An app, with its secret where it is a demo one: that opens nothing anywhere else. */
function appAnswer({ clientId, secret, name, redirectUris }: OAuthApp) {
  const shown = secret === confidentialDemoApp.secret ? { client_secret: secret } : {}
  return { client_id: clientId, ...shown, name, public: secret === null, redirect_uris: redirectUris }
}

function peopleOf(kit: PracticeKit) {
  return [...kit.tally.all()].map(([id, tally]) => ({
    id,
    email_address: kit.state.subscribers.get(id)?.emailAddress,
    ...tally,
    mailsSent: kit.state.mailsSent.get(id) ?? 0,
  }))
}

/** Whoever was asked to confirm and has no profile yet is named by their address. */
function profilesOf({ state, tally }: PracticeKlaviyo) {
  return [...tally.all()].map(([id, counts]) => ({ id, email: state.profiles.get(id)?.email, ...counts }))
}
