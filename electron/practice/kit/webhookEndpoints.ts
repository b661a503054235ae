import { randomBytes } from 'node:crypto'
import type { Answer } from '../answer.ts'
import { Refusal } from '../answer.ts'
import {
  created,
  failure,
  isoSeconds,
  isoSecondsOrNull,
  noContent,
  notFound,
  notPermitted,
  ok,
} from './answers.ts'
import type { KitRequest } from './input.ts'
import { choice, flag, pathId } from './input.ts'
import type { WebhookEndpoint } from './model.ts'
import { newestFirst, paginate } from './pagination.ts'
import type { KitAccount } from './route.ts'
import type { KitState } from './state.ts'
import { readEndpointSettings, requireEndpoint } from './webhookEndpointSettings.ts'

const overlapMs = 24 * 3_600_000

/** GET /v4/webhook_endpoints: the newer webhooks (since 2026-08-27). */
export function listWebhookEndpoints({ input }: KitRequest, { state }: KitAccount): Answer {
  const status = choice(input, 'status', ['active', 'disabled'], undefined)
  const { rows, pagination } = paginate(
    [...state.webhookEndpoints.values()].filter(
      (endpoint) => status === undefined || endpoint.status === status,
    ),
    newestFirst((endpoint) => endpoint.id),
    input,
  )
  return ok({ webhook_endpoints: rows.map((endpoint) => endpointAnswer(state, endpoint)), pagination })
}

/** GET /v4/webhook_endpoints/{id} */
export function getWebhookEndpoint(request: KitRequest, { state }: KitAccount): Answer {
  return ok({ webhook_endpoint: endpointAnswer(state, endpointOf(request, state)) })
}

/**
 * POST /v4/webhook_endpoints: shows the secret, once. Nobody is ever called: only this computer could be, and Kit
 * refuses its addresses.
 */
export function createWebhookEndpoint({ input, app }: KitRequest, { state }: KitAccount): Answer {
  const endpoint: WebhookEndpoint = {
    ...requireEndpoint(readEndpointSettings(input)),
    id: state.newId('webhookEndpoint'),
    createdAt: state.now(),
    secret: newSecret(),
    previousSecretExpiresAt: null,
    createdByApp: app === undefined ? null : { clientId: app.clientId, name: app.name },
  }
  state.webhookEndpoints.set(endpoint.id, endpoint)
  return created({ webhook_endpoint: { ...endpointAnswer(state, endpoint), secret: endpoint.secret } })
}

/** PATCH /v4/webhook_endpoints/{id}: `events` replaces the whole list. */
export function updateWebhookEndpoint(request: KitRequest, { state }: KitAccount): Answer {
  const next = { ...changeable(request, state), ...readEndpointSettings(request.input) }
  state.webhookEndpoints.set(next.id, next)
  return ok({ webhook_endpoint: endpointAnswer(state, next) })
}

/** DELETE /v4/webhook_endpoints/{id} */
export function deleteWebhookEndpoint(request: KitRequest, { state }: KitAccount): Answer {
  state.webhookEndpoints.delete(changeable(request, state).id)
  return noContent()
}

/** POST /v4/webhook_endpoints/{id}/rotate_secret: 409 while the one before still counts, unless `force`. */
export function rotateWebhookSecret(request: KitRequest, { state }: KitAccount): Answer {
  const endpoint = changeable(request, state)
  if (overlapEnd(state, endpoint) !== null && !flag(request.input, 'force'))
    return failure(409, 'The previous secret is still active. Revoke it first, or use force.')
  const next = { ...endpoint, secret: newSecret(), previousSecretExpiresAt: state.now() + overlapMs }
  state.webhookEndpoints.set(next.id, next)
  return ok({ webhook_endpoint: { ...endpointAnswer(state, next), secret: next.secret } })
}

/** POST /v4/webhook_endpoints/{id}/revoke_previous_secret */
export function revokePreviousSecret(request: KitRequest, { state }: KitAccount): Answer {
  const next = { ...changeable(request, state), previousSecretExpiresAt: null }
  state.webhookEndpoints.set(next.id, next)
  return ok({ webhook_endpoint: endpointAnswer(state, next) })
}

function newSecret(): string {
  return `whsec_${randomBytes(24).toString('base64url')}`
}

function endpointOf(request: KitRequest, state: KitState): WebhookEndpoint {
  const endpoint = state.webhookEndpoints.get(pathId(request, 'id'))
  if (endpoint === undefined) throw notFound()
  return endpoint
}

/** An endpoint of an app is not for a key: 403. Another app's is not there for an app: 404. */
function changeable(request: KitRequest, state: KitState): WebhookEndpoint {
  const endpoint = endpointOf(request, state)
  const owner = endpoint.createdByApp?.clientId
  if (owner === undefined || owner === request.app?.clientId) return endpoint
  throw request.app === undefined ? new Refusal(notPermitted) : notFound()
}

/** When the secret before stops counting; null once it has. */
function overlapEnd(state: KitState, endpoint: WebhookEndpoint): number | null {
  const end = endpoint.previousSecretExpiresAt
  return end !== null && end > state.now() ? end : null
}

function endpointAnswer(state: KitState, endpoint: WebhookEndpoint) {
  return {
    id: endpoint.id,
    name: endpoint.name,
    url: endpoint.url,
    events: endpoint.events,
    status: endpoint.status,
    source: endpoint.createdByApp === null ? 'creator' : 'app',
    description: endpoint.description,
    created_by_app: endpoint.createdByApp?.name ?? null,
    created_at: isoSeconds(endpoint.createdAt),
    previous_secret_expires_at: isoSecondsOrNull(overlapEnd(state, endpoint)),
  }
}
