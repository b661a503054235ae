/** What kind of failure this is. Hosts choose exit codes and screens by it; connectors and the engine throw it. */
export type ErrorCode =
  | 'cancelled'
  | 'invalid-input'
  | 'not-found'
  | 'unauthorized'
  | 'forbidden'
  | 'rate-limited'
  | 'unavailable'
  | 'rejected'
  | 'conflict'
  | 'bug'

export interface AppErrorOptions {
  /** The technical story. Never crosses to the renderer, never holds a secret. */
  readonly cause?: unknown
  /** For `rate-limited` and `unavailable`: how long the service asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number
  /**
   * For a failed request: may the service have done what was asked although we saw no answer?
   * `false` for an answer such as 429 or 503, `true` for a connection that broke after the request left.
   */
  readonly mayHaveHappened?: boolean
}

/** The one error type. The message is for the user: what happened, to which account or row, and what to do next. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly retryAfterMs: number | undefined
  readonly mayHaveHappened: boolean

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.retryAfterMs = options.retryAfterMs
    this.mayHaveHappened = options.mayHaveHappened ?? false
  }
}

/** An error as it crosses a thread, a process or HTTP: only what a user may read. */
export interface WireError {
  readonly code: ErrorCode
  readonly message: string
}

export function toWire(error: unknown): WireError {
  if (error instanceof AppError) return { code: error.code, message: error.message }
  if (error instanceof Error && error.name === 'AbortError')
    return { code: 'cancelled', message: 'Cancelled.' }
  const detail = error instanceof Error ? error.message : String(error)
  return {
    code: 'bug',
    message: `Something went wrong inside Listferry (${detail}). Nothing was lost; please report it with the log.`,
  }
}

export function fromWire(wire: WireError): AppError {
  return new AppError(wire.code, wire.message)
}

export function assertNever(value: never): never {
  throw new AppError('bug', `Unexpected value: ${JSON.stringify(value)}`)
}
