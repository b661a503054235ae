import { AppError } from '../../shared/errors.ts'

/** Work on the same key runs one after the other, in the order it was asked for; different keys run side by side. */
export interface KeyedQueue {
  /** @throws AppError `cancelled` when the signal is aborted before the work's turn has come. */
  run<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>
  /** Resolves when everything that was asked for has ended. */
  idle(): Promise<void>
}

export function keyedQueue(): KeyedQueue {
  const last = new Map<string, Promise<unknown>>()
  return {
    run(key, signal, work) {
      const before = last.get(key) ?? Promise.resolve()
      const mine = before.then(() => {
        stopIfAborted(signal)
        return work()
      })
      const quiet = mine.catch(() => undefined)
      last.set(key, quiet)
      void quiet.then(() => {
        if (last.get(key) === quiet) last.delete(key)
      })
      return unlessAborted(before, signal).then(() => mine)
    },
    async idle() {
      await Promise.all(last.values())
    },
  }
}

/** Waits for its turn, but no longer than the caller wants to. */
function unlessAborted(turn: Promise<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(cancelled(signal))
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    void turn.then(() => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    })
  })
}

function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw cancelled(signal)
}

function cancelled(signal: AbortSignal): AppError {
  return new AppError('cancelled', 'Stopped before it began.', { cause: signal.reason })
}
