import type { Answer, Outcome } from '../../answer.ts'
import type { Pipeline } from '../answerCall.ts'
import { meetFaults } from '../answerCall.ts'
import { errorAnswer, oauthError } from './oauthErrors.ts'
import type { OAuthRequest } from './oauthRequest.ts'
import type { OAuthRoute } from './oauthRoutes.ts'

/** What goes wrong on purpose comes first, as for every request; nothing here counts towards a limit. */
export async function answerOAuth(
  pipeline: Pipeline,
  route: OAuthRoute,
  request: OAuthRequest | undefined,
): Promise<Outcome> {
  if (request === undefined) return errorAnswer(oauthError('invalid_request'))
  const isRefresh = request.path.endsWith('/oauth/token') && request.given.grant_type === 'refresh_token'
  const faults = pipeline.faults.take({
    method: route.method,
    path: request.path,
    writes: route.method !== 'GET',
    subscriberId: undefined,
    access: isRefresh ? 'refresh' : 'none',
    creates: false,
  })
  const spoiled = await meetFaults(pipeline, faults, { path: request.path })
  if (spoiled !== null) return spoiled
  const answer = route.handle(request, pipeline.oauth, pipeline.account)
  if (isTokenAnswer(answer)) {
    const { method, path } = request
    await pipeline.hooks.run({ method, path, status: answer.status, subscriberId: undefined })
  }
  const isLost = faults.some(({ kind }) => kind === 'drop-after-commit' || kind === 'lose-refresh-answer')
  return isLost ? { dropped: 'after-commit' } : answer
}

function isTokenAnswer({ status, json }: Answer): boolean {
  return status === 200 && typeof json === 'object' && json !== null && 'access_token' in json
}
