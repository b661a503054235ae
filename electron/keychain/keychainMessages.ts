import type { ChildChannel } from '../child/childChannel.ts'

/** What is asked of the child that talks to the keychain, one at a time. */
export type KeychainRequest =
  | { readonly op: 'get' | 'delete'; readonly name: string }
  | { readonly op: 'set'; readonly name: string; readonly text: string }

/** Its answer: the stored text (`null`: none; always `null` for `set` and `delete`), or the library's own words. */
export type KeychainReply =
  { readonly ok: true; readonly text: string | null } | { readonly ok: false; readonly error: string }

/** The way to the child that talks to the keychain. */
export type KeychainChannel = ChildChannel<KeychainRequest, KeychainReply>
