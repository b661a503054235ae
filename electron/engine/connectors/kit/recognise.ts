import type { RecognisedSecret } from '../waysIn.ts'

/** What a text that was copied from somewhere is, by its looks. */
export type PastedKind =
  'v4 key' | 'v3 key' | 'v3 secret' | 'access token' | 'client id or token' | 'klaviyo key' | 'email'

/**
 * Tells pasted secrets apart by their looks: v4 keys are said to start with `kit_` (a 2026 blog, unconfirmed); v3 keys
 * have 22 characters and v3 secrets 43, like the access tokens of OAuth; Klaviyo's private keys start with `pk_`.
 * `null` where nothing tells.
 */
export function kindOfPasted(pasted: string): PastedKind | null {
  const text = pasted.trim()
  if (/^bearer\s/i.test(text) || /^eyJ[\w-]+\.[\w-]+\./.test(text)) return 'access token'
  if (text.includes('@')) return 'email'
  if (/^kit_\S+$/.test(text)) return 'v4 key'
  if (/^pk_\S+$/.test(text)) return 'klaviyo key'
  if (/^[\w-]{20,24}$/.test(text)) return 'v3 key'
  if (/^[\w-]{40,46}$/.test(text)) return 'v3 secret'
  if (/^[\w-]{60,90}$/.test(text)) return 'client id or token'
  return null
}

/** What to tell whoever pasted such a text, and where it belongs. */
export function recogniseKitSecret(text: string): RecognisedSecret | null {
  switch (kindOfPasted(text)) {
    case 'v4 key':
      return {
        form: 'api-key',
        field: 'apiKey',
        words:
          'That is an API key of version 4. It reads and writes people, one at a time; purchases and calls for a hundred people at once need “Sign in with Kit”.',
      }
    case 'v3 key':
      return {
        form: 'v3',
        field: 'apiKey',
        words:
          'That looks like an API key of Kit’s old version 3. It works together with the API secret beside it, and can do less than a key of version 4.',
      }
    case 'v3 secret':
      return {
        form: 'v3',
        field: 'apiSecret',
        words:
          'That looks like an API secret of Kit’s old version 3 (or an access token, which looks alike). A secret works together with the API key beside it; an access token of another program can’t be used here.',
      }
    case 'access token':
    case 'client id or token':
      return {
        form: 'oauth',
        field: null,
        words:
          'That looks like an access token that another program got by signing in. It ends by itself and can’t be renewed here: choose “Sign in with Kit” instead.',
      }
    case 'klaviyo key':
      return { form: null, field: null, words: 'That looks like a private key of Klaviyo, not of Kit.' }
    case 'email':
      return { form: null, field: null, words: 'That is an email address, not a key.' }
    case null:
      return null
  }
}
