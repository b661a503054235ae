import type { Answer } from '../answer.ts'
import type { KitRequest } from './input.ts'
import type { Outbox } from './outbox.ts'
import type { KitState } from './state.ts'
import type { Tally } from './tally.ts'

/** What a handler works on. */
export interface KitAccount {
  readonly state: KitState
  readonly tally: Tally
  readonly outbox: Outbox
}

/** Answers one operation; throws `Refusal` for what Kit refuses. Runs to its end without waiting: it is the commit. */
export type Handler = (request: KitRequest, kit: KitAccount) => Answer

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** In the router's words: `/v4/tags/:tag_id/subscribers`. */
  readonly path: string
  readonly handle: Handler
  /** Answered with 401 whenever an API key is used (bulk and purchases). */
  readonly oauthOnly?: true
  /** A POST that changes nothing. */
  readonly readsOnly?: true
}
