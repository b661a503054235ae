import type { ConnectorDeps } from '../../connector.ts'
import type { Credentials } from '../../credentials.ts'
import { kitFailure, wordsOf } from '../kitFailure.ts'
import { kitAddress } from '../kitAddress.ts'
import { answerOf, exchangeWithKit, type KitRequest, type SendToKit } from '../request.ts'
import { readV3Keys, refusedV3Advice, type V3Keys } from './keys.ts'

/** Version 3 has a host of its own; a practice account has everything at one. */
export function v3Address(address: string): string {
  return address === kitAddress ? 'https://api.convertkit.com' : address
}

/** Sends one request to version 3. Key and secret go along as parameters, in the body wherever there is one. */
export function createSendToV3(credentials: Credentials, deps: ConnectorDeps): SendToKit {
  const at = { ...deps, address: v3Address(deps.address) }
  return async (request, signal) => {
    const keys = readV3Keys(await credentials.read())
    const received = await exchangeWithKit(at, withKeys(request, keys), noHeaders, signal)
    const { method, path, about } = request
    return answerOf({
      request,
      received,
      wordsOf: (body) => wordsOf(body, keys.apiSecret, keys.apiKey),
      failure: (words) =>
        kitFailure({
          method,
          path,
          about,
          status: received.status,
          headers: received.headers,
          words,
          refusedAdvice: refusedV3Advice,
          nowMs: deps.clock.now(),
        }),
    })
  }
}

const noHeaders = {}

function withKeys(request: KitRequest, { apiSecret }: V3Keys): KitRequest {
  // A secret works wherever a key does.
  if (request.method === 'GET') return { ...request, query: { ...request.query, api_secret: apiSecret } }
  return { ...request, body: { ...(request.body as object | undefined), api_secret: apiSecret } }
}
