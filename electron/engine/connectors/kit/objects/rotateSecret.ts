import { z } from 'zod'
import { AppError } from '../../../../../shared/errors.ts'
import { understand } from '../answers.ts'
import type { SendToKit } from '../request.ts'
import { recordPath } from './recordRequest.ts'

const rotated = z.object({ webhook_endpoint: z.object({ secret: z.string() }) })

/** Never repeated: each answer is another secret. */
export async function rotateSecret(
  send: SendToKit,
  endpoint: string,
  force: boolean,
  signal: AbortSignal,
): Promise<string> {
  const path = `${recordPath('webhookEndpoints', endpoint)}/rotate_secret`
  const about = `the webhook endpoint ${endpoint}`
  const answer = await send({ method: 'POST', path, body: { force }, accept: [409], about }, signal)
  if (answer.status === 409)
    throw new AppError(
      'conflict',
      'The secret before this one still counts, for a day after it was replaced. Wait, or replace it all the same with --force.',
    )
  return understand(rotated, answer, 'a webhook endpoint').webhook_endpoint.secret
}
