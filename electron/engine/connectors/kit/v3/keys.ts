import { AppError } from '../../../../../shared/errors.ts'
import type { RateBucket } from '../../limits.ts'
import type { Secret } from '../../credentials.ts'
import type { KeyForm } from '../../waysIn.ts'
import { kindOfPasted, recogniseKitSecret } from '../recognise.ts'

const whereToFindIt =
  'In Kit, open Settings → Developer and look under “V3 Key”: the API key and, behind “Show”, the API secret.'

/** 120 requests in any 60 seconds (kit.md §2.4). */
export const v3Bucket: RateBucket = { name: 'v3', windows: [{ requests: 120, windowMs: 60_000 }] }

export const v3Form: KeyForm = {
  kind: 'keys',
  id: 'v3',
  title: 'API key and secret (v3)',
  help: `For accounts that have only these: Kit calls version 3 deprecated. ${whereToFindIt}`,
  cannot: [
    'Creates people only by putting them into a form, a tag or a sequence.',
    'Shows people who are confirmed or have unsubscribed; those who have not confirmed yet, bounced or complained look as if they were not there.',
    'Does not say what it left out when a field was deleted meanwhile.',
    'Writes one person at a time, and people only: no broadcasts, purchases or webhooks.',
  ],
  listsObjects: false,
  limits: [{ what: 'requests', windows: v3Bucket.windows }],
  fields: [
    { name: 'apiKey', label: 'API key', secret: true },
    { name: 'apiSecret', label: 'API secret', secret: true },
  ],
}

export interface V3Keys {
  readonly apiKey: string
  readonly apiSecret: string
}

/** @throws AppError `unauthorized` for texts that can't be a key and a secret, saying what they look like */
export function readV3Keys({ values }: Secret): V3Keys {
  const apiKey = values['apiKey']?.trim() ?? ''
  const apiSecret = values['apiSecret']?.trim() ?? ''
  const kinds = [kindOfPasted(apiKey), kindOfPasted(apiSecret)] as const
  if (kinds[0] === 'v3 secret' && kinds[1] === 'v3 key')
    throw wrong('The key and the secret are the wrong way round: the secret is the longer one.')
  for (const [n, kind] of kinds.entries()) {
    if (kind === 'v4 key')
      throw wrong(
        'That is an API key of version 4, which version 3 does not take: choose “API key (v4)” for it.',
      )
    const text = n === 0 ? apiKey : apiSecret
    if (kind === 'email' || kind === 'klaviyo key' || kind === 'access token')
      throw wrong(recogniseKitSecret(text)?.words ?? '')
    if (!/^[\x21-\x7e]{1,500}$/.test(text)) throw wrong(`That is not an API ${n === 0 ? 'key' : 'secret'}.`)
  }
  return { apiKey, apiSecret }
}

export const refusedV3Advice = `Kit refused this API key and secret of version 3. One of them was mistyped or renewed, or the account has no API access just now. ${whereToFindIt}`

function wrong(words: string): AppError {
  return new AppError('unauthorized', `${words} ${whereToFindIt}`)
}
