import { AppError } from '../../../../shared/errors.ts'
import type { RateBucket } from '../limits.ts'
import type { Secret } from '../credentials.ts'
import type { KeyForm } from '../waysIn.ts'
import { kindOfPasted, recogniseKitSecret } from './recognise.ts'

const whereToFindIt =
  'In Kit, open Settings → Developer and choose “Add a new key”. Kit shows a key only once, so copy it at once.'

/** 120 requests in any 60 seconds for a key, whatever they ask for (kit.md §2.4). */
export const keyBucket: RateBucket = { name: 'account', windows: [{ requests: 120, windowMs: 60_000 }] }

export const apiKeyForm: KeyForm = {
  kind: 'keys',
  id: 'api-key',
  title: 'API key (v4)',
  help: whereToFindIt,
  cannot: [
    'Writes one person at a time; a hundred at once needs “Sign in with Kit”.',
    'No purchases: Kit shows and takes those only from “Sign in with Kit”.',
  ],
  limits: [{ what: 'requests', windows: keyBucket.windows }],
  fields: [{ name: 'apiKey', label: 'API key', secret: true }],
}

/**
 * The key as it goes into a header, without the spaces and line breaks that come along when it is copied.
 *
 * @throws AppError `unauthorized` for text that can't be a key. It must not reach `fetch`: that would repeat the
 * text in its own error message.
 */
export function readApiKey(secret: Secret): string {
  const key = secret.values['apiKey']?.trim() ?? ''
  if (key === '') throw new AppError('unauthorized', `There is no Kit API key yet. ${whereToFindIt}`)
  if (key.includes('@'))
    throw new AppError('unauthorized', `That is an email address, not an API key. ${whereToFindIt}`)
  if (kindOfPasted(key) === 'access token')
    throw new AppError('unauthorized', recogniseKitSecret(key)?.words ?? whereToFindIt)
  if (!/^[\x21-\x7e]{1,500}$/.test(key))
    throw new AppError(
      'unauthorized',
      `That is not an API key: a key is one short piece of text without spaces. ${whereToFindIt}`,
    )
  return key
}

/** What to tell someone whose key Kit refused, by what the key looks like. */
export function refusedKeyAdvice(key: string): string {
  switch (kindOfPasted(key)) {
    case 'klaviyo key':
      return `That looks like a private key of Klaviyo, and Kit refused it. ${whereToFindIt}`
    case 'v4 key':
      return `Kit refused this API key. It was deleted or mistyped, or the account has no API access just now (a lapsed trial, a failed payment). ${whereToFindIt}`
    case 'v3 secret':
      return `That looks like an API secret of Kit's old version 3, and version 4 refused it. ${whereToFindIt} If the account has only these, choose “API key and secret (v3)” and give the key as well.`
    case 'v3 key':
      return `That looks like an API key of Kit's old version 3, and version 4 refused it. ${whereToFindIt} If the account has only these, choose “API key and secret (v3)” and give the secret as well.`
    default:
      return `Kit refused this API key, and it does not look like one of version 4. ${whereToFindIt}`
  }
}
