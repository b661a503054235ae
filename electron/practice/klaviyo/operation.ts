import type { z } from 'zod'
import type { Answer } from '../answer.ts'
import type { RateTier } from './buckets.ts'
import type { Writing } from './document.ts'
import type { KlaviyoFault } from './faults.ts'
import type { Query, QueryRules } from './query.ts'
import type { KlaviyoState } from './state.ts'
import type { Tally } from './tally.ts'

/** What a handler works on. */
export interface KlaviyoAccount {
  readonly state: KlaviyoState
  readonly tally: Tally
}

/** A request that has passed every check that needs no look at the account. */
export interface KlaviyoRequest<Body = unknown> {
  readonly url: URL
  /** What stands in the braces of the path. */
  readonly params: Readonly<Record<string, string>>
  readonly query: Query
  readonly writing: Writing
  readonly body: Body
  /** Faults that concern what the handler does; those that end a request never get here. */
  readonly faults: readonly KlaviyoFault[]
}

/** Answers one operation; throws `Refusal`. Runs to its end without waiting: it is the commit. */
export type Handler<Body> = (request: KlaviyoRequest<Body>, klaviyo: KlaviyoAccount) => Answer

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

export interface OperationSpec<Body> {
  readonly method: Method
  /** `/api/lists/{id}/tags` */
  readonly path: string
  readonly tier: RateTier
  /** All of them are needed. */
  readonly scopes: readonly string[]
  /** What it is about: `list`. Names the resource in some errors. */
  readonly type: string
  readonly query?: QueryRules
  readonly body?: z.ZodType<Body>
  readonly handle: Handler<Body>
  /** A POST that changes nothing. */
  readonly readsOnly?: true
  /** Answers with 404 at a stable revision. */
  readonly betaOnly?: true
}

/** An operation whose handler gets only bodies that its own shape has let through. */
export type Operation = OperationSpec<unknown>

/** Ties a handler to the shape of its body. */
export function operation<Body = undefined>(spec: OperationSpec<Body>): Operation {
  return spec as unknown as Operation
}
