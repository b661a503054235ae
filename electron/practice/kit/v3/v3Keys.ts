import type { Answer } from '../../answer.ts'
import type { Input } from '../input.ts'
import { refusedKeys } from '../keys.ts'
import { v3Failure } from './v3Answers.ts'

/** The account's key and secret of the old API. Neither opens anything anywhere else, nor anything under `/v4`. */
export const v3Keys = {
  apiKey: refusedKeys.v3,
  apiSecret: 'Vn3pRacTiceSecretOfOldApi_9c41e07b5d2f8a36',
} as const

export type V3Access = 'key' | 'secret'

/**
 * The 401 for a request, or `null` where it may go on. A secret works wherever a key does. Texts: the first from the
 * old documentation's overview, the two about validity from Kit's WordPress library, the last from the page on
 * purchases.
 */
export function refuseV3(input: Input, needs: V3Access): Answer | null {
  const { api_key: key, api_secret: secret } = input
  if (key === undefined && secret === undefined) return unauthorized('API Key not present')
  if (key !== undefined && key !== v3Keys.apiKey && key !== v3Keys.apiSecret)
    return unauthorized('API Key not valid')
  if (secret !== undefined && secret !== v3Keys.apiSecret) return unauthorized('API Secret not valid')
  const hasSecret = secret === v3Keys.apiSecret || key === v3Keys.apiSecret
  return needs === 'secret' && !hasSecret
    ? unauthorized('You do not have sufficient permissions to access this resource')
    : null
}

function unauthorized(message: string): Answer {
  return v3Failure(401, 'Authorization Failed', message)
}
