/**
 * Why a run is asked to end: the reason of its abort signal. Not an `AppError`, so that a request which it breaks off
 * is never taken for one that failed before it left.
 */
export class StopOrder extends Error {
  override readonly name = 'AbortError'
  /** Ended for good: what was not sent is not sent. */
  readonly final: boolean

  constructor(words: string, { final = false } = {}) {
    super(words)
    this.final = final
  }
}

export function pausedByUser(): StopOrder {
  return new StopOrder('Paused by you.')
}

export function cancelledByUser(): StopOrder {
  return new StopOrder('Cancelled by you.', { final: true })
}

export function engineClosed(): StopOrder {
  return new StopOrder('Listferry was closed while it ran.')
}

/** The order behind an aborted signal, if it was one. */
export function orderOf({ reason }: AbortSignal): StopOrder | null {
  return reason instanceof StopOrder ? reason : null
}
