import { fromWire, type WireError } from '../shared/errors.ts'

export type WireAnswer = { readonly ok: unknown } | { readonly error: WireError }

/** Questions sent over a port whose answers have not come yet, by number. */
export interface PendingAnswers {
  /** Calls `send` with the question's number. @throws AppError as the answer says, or as `failAll` said. */
  ask(send: (id: number) => void): Promise<unknown>
  settle(id: number, answer: WireAnswer): void
  /** Nobody answers any more: fails whatever waits, and whatever is asked from now on. */
  failAll(error: WireError): void
}

export function pendingAnswers(): PendingAnswers {
  const waiting = new Map<number, (answer: WireAnswer) => void>()
  let nextId = 1
  let over: WireError | null = null
  const settle = (id: number, answer: WireAnswer) => {
    const settleOne = waiting.get(id)
    waiting.delete(id)
    settleOne?.(answer)
  }
  return {
    ask: (send) =>
      new Promise((resolve, reject) => {
        if (over) throw fromWire(over)
        const id = nextId++
        waiting.set(id, (answer) => {
          if ('error' in answer) reject(fromWire(answer.error))
          else resolve(answer.ok)
        })
        send(id)
      }),
    settle,
    failAll(error) {
      over = error
      for (const id of [...waiting.keys()]) settle(id, { error })
    },
  }
}
