import { AppError } from '../../../../shared/errors.ts'
import type { Secret } from '../credentials.ts'
import type { CredentialForm } from '../waysIn.ts'
import { extraScopes, feltLimits, neededScopes } from './endpoints.ts'

const whereToFindIt = `In Klaviyo, open Settings → API keys and choose “Create Private API Key”. Give it these scopes, which cannot be changed later: ${neededScopes.join(', ')}; and, to look at segments and events too: ${extraScopes.join(', ')}. Then copy the key, which starts with pk_.`

export const privateKeyForm: CredentialForm = {
  kind: 'keys',
  id: 'private-key',
  title: 'Private API key',
  help: whereToFindIt,
  cannot: [],
  limits: feltLimits,
  fields: [{ name: 'privateKey', label: 'Private API key', secret: true }],
}

/**
 * The key as it goes into a header, without the spaces and line breaks that come along when it is copied.
 *
 * @throws AppError `unauthorized` for text that can't be a private key. Keys of other services are not sent to Klaviyo,
 * and text that can't be in a header must not reach `fetch`, which would repeat it in its own error message.
 */
export function readPrivateKey(secret: Secret): string {
  const key = secret.values['privateKey']?.trim() ?? ''
  const wrong = whatIsWrong(key)
  if (wrong !== null) throw new AppError('unauthorized', `${wrong} ${whereToFindIt}`)
  return key
}

/** What to tell someone whose key Klaviyo refused although it looks like one. */
export function refusedKeyAdvice(): string {
  return `Klaviyo refused this private key. It was deleted, or a part of it is missing. ${whereToFindIt}`
}

/** Private keys are `pk_` and more, without a promised length; a public key (the company id) has six characters. */
function whatIsWrong(key: string): string | null {
  if (key === '') return 'There is no private key of Klaviyo yet.'
  if (/^pk_[\x21-\x7e]{1,500}$/.test(key)) return null
  if (key.includes('@')) return 'That is an email address, not a private key.'
  if (/^[A-Za-z0-9]{6}$/.test(key))
    return 'That is the public key of a Klaviyo account, its company id. It can’t read or write people; a private key can.'
  if (/^kit_/.test(key)) return 'That looks like a key of Kit, not of Klaviyo.'
  return 'That is not a private key of Klaviyo: one starts with pk_ and has no spaces.'
}
