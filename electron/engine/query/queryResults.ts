import type { QueryCell, QueryResult } from '../../../shared/contract/queries.ts'
import { AppError } from '../../../shared/errors.ts'
import type { EngineParts } from '../createEngine.ts'
import { accountsUnread, groundOf, tablesNow } from './queryGround.ts'
import type { KeptResult, QueryQuestion, QueryReply } from './queryPort.ts'
import { brokeOff, queryError, timeOver } from './queryWords.ts'

export type Rows = readonly (readonly QueryCell[])[]

/** All rows of a query, read on as they are asked for. */
export interface WholeResult {
  readonly columns: readonly string[]
  readonly pages: AsyncIterable<Rows>
}

export interface QueryLimits {
  readonly timeLimitMs: number
  readonly signal: AbortSignal
}

/** Queries and their results, each in a child of its own that can be killed. */
export interface QueryResults {
  /** @throws AppError saying what is wrong with the query and where, that its time was over, or `cancelled` */
  run(sql: string, limits: QueryLimits): Promise<QueryResult>
  /** @throws AppError `not-found` for a result that was closed */
  page(result: string, offset: number, limit: number): Promise<Rows>
  close(result: string): Promise<void>
  /** Without a limit of rows; the time is that for all of it. Ends when `use` does. @throws AppError as `run` */
  whole<T>(sql: string, limits: QueryLimits, use: (result: WholeResult) => Promise<T>): Promise<T>
  /** Ends all queries, and lets none begin while `work` lasts: they hold what people are forgotten from. */
  without<T>(work: () => Promise<T>): Promise<T>
}

const kept: KeptResult = { rows: 100_000, bytes: 64 << 20 }
/** What is open longer than these many is closed when another one begins. */
const mostResults = 4
const idleMs = 10 * 60_000
const pageRows = 500

type Parts = Omit<EngineParts, 'results'>

export function queryResults(parts: Parts): QueryResults {
  const open = new Map<string, Child>()
  const running = new Set<Child>()
  let quiet: Promise<unknown> | null = null
  const close = async (result: string) => {
    const child = open.get(result)
    open.delete(result)
    await child?.end()
  }
  const begin = async (signal: AbortSignal) => {
    while (quiet !== null) await quiet
    signal.throwIfAborted()
    parts.closing.throwIfAborted()
    const child = startChild(parts)
    running.add(child)
    return child
  }
  const finish = async (child: Child) => {
    running.delete(child)
    await child.end()
  }
  parts.closing.addEventListener('abort', () => {
    for (const child of [...open.values(), ...running]) void child.end()
  })
  return {
    async run(sql, limits) {
      const child = await begin(limits.signal)
      const startedAt = parts.clock.monotonic()
      try {
        const reply = await child.run(sql, kept, limits)
        if (reply.is !== 'kept') throw brokeOff()
        running.delete(child)
        const result = parts.newId()
        open.set(result, child)
        child.closeWhenIdle(idleMs, () => close(result))
        for (const old of [...open.keys()].slice(0, -mostResults)) await close(old)
        const { columns, rows, cut } = reply
        const tookMs = Math.round(parts.clock.monotonic() - startedAt)
        return { result, columns, rows, cut, tookMs, unread: accountsUnread(parts, sql) }
      } catch (error) {
        await finish(child)
        throw error
      }
    },
    async page(result, offset, limit) {
      const child = open.get(result)
      if (child === undefined) throw closedResult()
      child.closeWhenIdle(idleMs, () => close(result))
      const reply = await child.ask({ op: 'page', offset, limit })
      if (reply?.is === 'rows') return reply.rows
      await close(result)
      throw closedResult()
    },
    close,
    async whole(sql, { timeLimitMs, signal }, use) {
      const child = await begin(signal)
      const over = new AbortController()
      const late = new AbortController()
      // Done in time is the rule.
      void parts.clock.sleep(timeLimitMs, over.signal).then(
        () => late.abort(timeOver(timeLimitMs)),
        () => undefined,
      )
      const either = AbortSignal.any([signal, late.signal])
      try {
        const reply = await child.run(sql, null, { timeLimitMs, signal: either })
        if (reply.is !== 'open') throw brokeOff()
        return await use({ columns: reply.columns, pages: pagesOf(child, either) })
      } catch (error) {
        throw late.signal.aborted ? late.signal.reason : error
      } finally {
        over.abort()
        await finish(child)
      }
    },
    async without(work) {
      while (quiet !== null) await quiet
      const { promise, resolve } = Promise.withResolvers<null>()
      quiet = promise
      try {
        await Promise.all([...[...open.keys()].map(close), ...[...running].map((child) => child.end())])
        return await work()
      } finally {
        quiet = null
        resolve(null)
      }
    },
  }
}

type AnyReply = Exclude<QueryReply, { is: 'problem' }>

interface Child {
  ask(question: QueryQuestion): Promise<QueryReply | null>
  run(sql: string, keep: KeptResult | null, limits: QueryLimits): Promise<AnyReply>
  /** From now on; the time before does not count any more. */
  closeWhenIdle(ms: number, close: () => Promise<void>): void
  end(): Promise<void>
}

let children = 0

function startChild(parts: Parts): Child {
  const { queries, clock } = parts
  const number = (children += 1)
  let idle = new AbortController()
  let isEnded = false
  const ask = (question: QueryQuestion) => queries.ask(number, question)
  const end = async () => {
    isEnded = true
    idle.abort()
    await queries.end(number)
  }
  return {
    ask,
    end,
    async run(sql, keep, { timeLimitMs, signal }) {
      const tables = tablesNow(parts)
      const ground = groundOf(parts, tables, sql)
      const over = new AbortController()
      const stopped = AbortSignal.any([signal, parts.closing])
      const onStop = () => void end()
      stopped.addEventListener('abort', onStop, { once: true })
      const late = { is: false }
      void clock.sleep(timeLimitMs, over.signal).then(
        () => {
          late.is = true
          void end()
        },
        () => undefined, // It was done before.
      )
      try {
        const reply = await ask({ op: 'run', ground, sql, keep })
        if (reply?.is === 'problem')
          throw queryError(
            reply.problem,
            tables.map(({ name }) => name),
          )
        if (late.is) throw timeOver(timeLimitMs)
        if (stopped.aborted) throw new AppError('cancelled', 'The query was stopped.')
        if (reply === null) throw isEnded ? forgotten() : brokeOff()
        return reply
      } finally {
        over.abort()
        stopped.removeEventListener('abort', onStop)
      }
    },
    closeWhenIdle(ms, close) {
      idle.abort()
      idle = new AbortController()
      void clock.sleep(ms, idle.signal).then(close, () => undefined) // Asked again, or closed.
    },
  }
}

async function* pagesOf(child: Child, signal: AbortSignal): AsyncGenerator<Rows> {
  const onStop = () => void child.end()
  signal.addEventListener('abort', onStop, { once: true })
  try {
    for (;;) {
      const reply = await child.ask({ op: 'next', limit: pageRows })
      if (signal.aborted) throw new AppError('cancelled', 'The export was stopped.')
      if (reply?.is === 'problem') throw queryError(reply.problem, [])
      if (reply?.is !== 'rows') throw brokeOff()
      yield reply.rows
      if (reply.rows.length < pageRows) return
    }
  } finally {
    signal.removeEventListener('abort', onStop)
  }
}

function closedResult(): AppError {
  return new AppError('not-found', 'This result is not kept any more. Run the query again.')
}

function forgotten(): AppError {
  return new AppError('conflict', 'The query was stopped, since somebody is being forgotten. Run it again.')
}
