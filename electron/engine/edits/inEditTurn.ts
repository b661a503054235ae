import type { KeyedQueue } from '../queue.ts'

/** One edit of a file at a time, and nothing that reads it to change it meanwhile: a large edit takes some seconds. */
export function inEditTurn<T>(
  { queue }: { readonly queue: KeyedQueue },
  source: string,
  signal: AbortSignal,
  work: () => T | Promise<T>,
): Promise<T> {
  return queue.run(`edits ${source}`, signal, async () => work())
}
