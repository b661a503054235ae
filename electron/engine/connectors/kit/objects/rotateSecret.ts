import { z } from 'zod'
import { AppError } from '../../../../../shared/errors.ts'
import type { FieldId } from '../../../../../shared/model.ts'
import type { ForeseenSecret } from '../../applyEvents.ts'
import { understand } from '../answers.ts'
import type { KitRequest, SendToKit } from '../request.ts'
import { timeMs } from '../subscriber.ts'
import { recordPath } from './recordRequest.ts'

const rotated = z.object({ webhook_endpoint: z.object({ secret: z.string() }) })

/** Never repeated: each answer is another secret. */
export async function rotateSecret(
  send: SendToKit,
  endpoint: string,
  force: boolean,
  signal: AbortSignal,
): Promise<string> {
  const answer = await send({ ...secretRequest(endpoint, force), accept: [409] }, signal)
  if (answer.status === 409)
    throw new AppError(
      'conflict',
      'The secret before this one still counts, for a day after it was replaced. Wait, or replace it all the same with --force.',
    )
  return understand(rotated, answer, 'a webhook endpoint').webhook_endpoint.secret
}

const seen = z.object({
  webhook_endpoint: z.object({ url: z.string(), previous_secret_expires_at: z.string().nullish() }),
})

/** The request in which `rotateSecret` leaves, and what it does to the secrets from before. */
export async function foreseeSecret(
  send: SendToKit,
  endpoint: string,
  force: boolean,
  signal: AbortSignal,
): Promise<ForeseenSecret> {
  const about = aboutEndpoint(endpoint)
  const path = recordPath('webhookEndpoints', endpoint)
  const answer = await send({ method: 'GET', path, about }, signal)
  const { url, previous_secret_expires_at } = understand(seen, answer, about).webhook_endpoint
  const { method, path: to } = secretRequest(endpoint, force)
  const counts = timeMs(previous_secret_expires_at)
  return {
    request: { method, path: to, fields: force ? ['force' as FieldId] : [] },
    words: `Kit signs what it sends to ${url} with a new secret. The present one counts for a day longer.`,
    endsAtOnce:
      counts === null
        ? null
        : `The secret before the present one still counts, until ${new Date(counts).toISOString().slice(0, 16).replace('T', ' ')} UTC. It ends at once if this one is replaced all the same.`,
  }
}

function secretRequest(endpoint: string, force: boolean): KitRequest {
  const path = `${recordPath('webhookEndpoints', endpoint)}/rotate_secret`
  return { method: 'POST', path, body: { force }, about: aboutEndpoint(endpoint) }
}

function aboutEndpoint(endpoint: string): string {
  return `the webhook endpoint ${endpoint}`
}
