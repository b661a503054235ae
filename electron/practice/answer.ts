/** What a service answers. `json` is sent as JSON, `html` as a page; neither means no body at all. */
export interface Answer {
  readonly status: number
  readonly json?: unknown
  readonly html?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** An answer, or a connection that breaks before or after the write was stored. */
export type Outcome = Answer | { readonly dropped: 'before-commit' | 'after-commit' }

/** Thrown by a handler that refuses a request; carries the answer. */
export class Refusal extends Error {
  readonly answer: Answer

  constructor(answer: Answer) {
    super(`Refused with ${answer.status}`)
    this.answer = answer
  }
}
