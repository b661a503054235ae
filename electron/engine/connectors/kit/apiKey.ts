import { AppError } from '../../../../shared/errors.ts'
import type { CredentialForm, Secret } from '../connector.ts'

const whereToFindIt =
  'In Kit, open Settings → Developer and choose “Add a new key”. Kit shows a key only once, so copy it at once.'

export const apiKeyForm: CredentialForm = {
  id: 'api-key',
  title: 'API key (v4)',
  help: whereToFindIt,
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
  if (!/^[\x21-\x7e]{1,500}$/.test(key))
    throw new AppError(
      'unauthorized',
      `That is not an API key: a key is one short piece of text without spaces. ${whereToFindIt}`,
    )
  return key
}

/**
 * What to tell someone whose key Kit refused, by what the key looks like. V4 keys are said to start with `kit_`
 * (a 2026 blog, unconfirmed); v3 keys have 22 characters and v3 secrets 43; Klaviyo's private keys start with `pk_`.
 */
export function refusedKeyAdvice(key: string): string {
  if (key.startsWith('pk_'))
    return `That looks like a private key of Klaviyo, and Kit refused it. ${whereToFindIt}`
  if (key.startsWith('kit_'))
    return `Kit refused this API key. It was deleted or mistyped, or the account has no API access just now (a lapsed trial, a failed payment). ${whereToFindIt}`
  if (/^[\w-]{40,46}$/.test(key))
    return `That looks like an API secret of Kit's old version 3, and version 4 refused it. ${whereToFindIt}`
  if (/^[\w-]{20,24}$/.test(key))
    return `That looks like an API key of Kit's old version 3, and version 4 refused it. ${whereToFindIt}`
  return `Kit refused this API key, and it does not look like one of version 4. ${whereToFindIt}`
}
