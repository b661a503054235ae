import type { RateWindow } from './limits.ts'

export interface CountedLimit {
  readonly what: string
  readonly windows: readonly RateWindow[]
}

/** A way in: either texts that the user copies from the service, or signing in there. */
export type CredentialForm = KeyForm | SignInForm

interface WayIn {
  readonly id: string
  /** `API key (v4)` */
  readonly title: string
  /** Where to find it, in the service's own menu words. */
  readonly help: string
  /** What can't be done this way although the service can, as sentences: shown before it is chosen, and afterwards. */
  readonly cannot: readonly string[]
  /** Nothing that the account holds besides people can be listed this way, nor people as `readObjects` shows them. */
  readonly listsObjects?: false
  /** The limits that a user feels, each with what is counted in their words: `requests`, `imports`. */
  readonly limits: readonly CountedLimit[]
}

export interface KeyForm extends WayIn {
  readonly kind: 'keys'
  readonly fields: readonly { readonly name: string; readonly label: string; readonly secret: boolean }[]
}

/** OAuth 2.0 with PKCE, as a public client: nothing is secret but what signing in gives. */
export interface SignInForm extends WayIn {
  readonly kind: 'sign-in'
  readonly signIn: SignInAbility
}

/** How people sign in at a service. The secret that comes of it is that of `tokenSecret`. */
export interface SignInAbility {
  /** Absolute addresses, for the service itself or for a practice account on loopback. Pure. */
  readonly endpoints: (address: string) => SignInEndpoints
  readonly scope: string
  /** Where the user registers their app to get a client id, in the service's own menu words. */
  readonly clientIdHelp: string
  /** Environment variable with the id of the registered app. */
  readonly clientIdVariable: string
  /** What every practice account knows. */
  readonly practiceClientId: string
  /** Where the browser goes when the code is to be copied by hand: the service shows it there. */
  readonly pasteRedirect: string
}

export interface SignInEndpoints {
  readonly authorize: string
  readonly token: string
  readonly revoke: string
}

/** What a pasted text is, and what to tell whoever pasted it. */
export interface RecognisedSecret {
  /** Id of the way in that takes it, and the field there; `null` where none does. */
  readonly form: string | null
  readonly field: string | null
  /** What it is and what it can and can't do, in a sentence or two. */
  readonly words: string
}
