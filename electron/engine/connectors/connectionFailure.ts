import { AppError } from '../../../shared/errors.ts'

/** Failures before a single byte of the request left: no address, no route, no connection. */
const neverLeft: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETDOWN',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Turns what `fetch` (or reading its answer) threw into the error that a user reads and that a retry decides by. */
export function connectionFailure(
  cause: unknown,
  { service, host }: { readonly service: string; readonly host: string },
  signal: AbortSignal,
): AppError {
  // The reason of an abort may itself be some other request's AppError: it says nothing about this one.
  if (cause instanceof AppError && cause !== signal.reason) return cause
  if (signal.aborted) return new AppError('cancelled', 'Cancelled.', { cause, mayHaveHappened: true })
  if (cause instanceof Error && cause.name === 'TimeoutError')
    return new AppError('unavailable', `${service} took too long to answer. Try again in a few minutes.`, {
      cause,
      mayHaveHappened: true,
    })
  const code = codeOf(cause)
  if (neverLeft.has(code))
    return new AppError(
      'unavailable',
      `This computer cannot reach ${service} (${host}). Check the internet connection, then try again.`,
      { cause },
    )
  if (/CERT|ERR_TLS|UNABLE_TO_VERIFY/.test(code))
    return new AppError(
      'unavailable',
      `The connection to ${service} (${host}) is not private, so nothing was sent: a virus scanner, a proxy or a wrong clock is in between. Check the date of this computer, or try another network.`,
      { cause },
    )
  return new AppError(
    'unavailable',
    `The connection to ${service} broke before the answer came. Try again.`,
    {
      cause,
      mayHaveHappened: true,
    },
  )
}

/** `fetch` says only “fetch failed”; the system's code is on its cause, or on the cause of that. */
function codeOf(error: unknown): string {
  for (let one = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth += 1) {
    const { code } = one as NodeJS.ErrnoException
    if (typeof code === 'string') return code
  }
  return ''
}
