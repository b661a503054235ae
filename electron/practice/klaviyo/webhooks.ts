import { Refusal } from '../answer.ts'
import { tiers } from './buckets.ts'
import { forbidden } from './errors.ts'
import type { Method, Operation } from './operation.ts'
import { operation } from './operation.ts'

const fields = ['created_at', 'description', 'enabled', 'endpoint_url', 'name', 'updated_at']

/** Every one of these is a 403 with a private key (recorded), and there are no OAuth apps here. */
export const webhookOperations: readonly Operation[] = [
  refused('GET', '/api/webhooks'),
  refused('POST', '/api/webhooks'),
  refused('GET', '/api/webhooks/{id}'),
  refused('PATCH', '/api/webhooks/{id}'),
  refused('DELETE', '/api/webhooks/{id}'),
  refused('GET', '/api/webhook-topics'),
  refused('GET', '/api/webhook-topics/{id}'),
]

function refused(method: Method, path: string): Operation {
  const access = method === 'GET' ? 'read' : 'write'
  return operation({
    method,
    path,
    tier: tiers.XS,
    scopes: [`webhooks:${access}`],
    type: path.startsWith('/api/webhooks') ? 'webhook' : 'webhook-topic',
    query: { fields: { webhook: fields, 'webhook-topic': [] }, include: ['webhook-topics'] },
    handle: () => {
      throw new Refusal(forbidden('You must have Advanced KDP enabled to use this endpoint.'))
    },
  })
}
