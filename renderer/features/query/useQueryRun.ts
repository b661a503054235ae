import { useMutation } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { QueryResult } from '../../../shared/contract/queries.ts'
import { AppError } from '../../../shared/errors.ts'
import { useEngine } from '../../EngineContext.tsx'

/** A result with the query that it is of. */
export interface ShownResult extends QueryResult {
  readonly sql: string
}

export interface QueryRun {
  readonly run: (sql: string, timeLimitMs: number) => void
  readonly stop: () => void
  readonly isRunning: boolean
  /** Of the last one that was run; `null` where it was stopped. */
  readonly result: ShownResult | null
  readonly error: Error | null
}

/** Runs one query at a time. What it finds is let go when another one is run, or when the page is left. */
export function useQueryRun(): QueryRun {
  const { engine } = useEngine()
  const stopper = useRef<AbortController | null>(null)
  const running = useMutation({
    mutationFn: async ({ sql, timeLimitMs }: { sql: string; timeLimitMs: number }) => {
      stopper.current = new AbortController()
      return { ...(await engine.queries.run({ sql, timeLimitMs }, stopper.current.signal)), sql }
    },
  })
  const { data, error, mutate, isPending } = running
  const letGo = useEffectEvent(() => {
    stopper.current?.abort()
    // One that is gone already needs nothing.
    if (data !== undefined) engine.queries.close({ result: data.result }).catch(() => undefined)
  })
  useEffect(() => () => letGo(), [])
  return {
    run(sql, timeLimitMs) {
      letGo()
      mutate({ sql, timeLimitMs })
    },
    stop: () => stopper.current?.abort(),
    isRunning: isPending,
    result: data ?? null,
    error: error instanceof AppError && error.code === 'cancelled' ? null : error,
  }
}
