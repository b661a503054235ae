import type { z } from 'zod'

/** One call of the contract: its input is parsed with this schema at the transport, its output is only a type. */
export interface Call<I extends z.ZodType = z.ZodType, O = unknown> {
  readonly input: I
  /** Never set: carries the output's type. */
  readonly output?: O
}

/** A message from the engine that nobody asked for. */
export interface Push<T = unknown> {
  readonly payload?: T
}

/** `call(schema).returning<Output>()` */
export function call<I extends z.ZodType>(input: I) {
  return { returning: <O>(): Call<I, O> => ({ input }) }
}

export function push<T>(): Push<T> {
  return {}
}
