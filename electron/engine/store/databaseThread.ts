import type { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import { AppError, type WireError } from '../../../shared/errors.ts'

/** A thread with a connection of its own to the engine's database, for one kind of work, done in the order it is asked. */
export interface DatabaseThread<Piece, Answer> {
  /** @throws AppError in words, also of the pieces after one that failed. */
  ask(piece: Piece): Promise<Answer>
  /** Resolves once the thread has ended, which is after all that was asked. */
  close(): Promise<void>
}

/** What the thread starts with; `work`: what its script takes besides. */
export interface DatabaseThreadData<Work> {
  readonly databasePath: string
  /** Caps the file, as for who opened it first. */
  readonly maxPages: number
  readonly work: Work
}

/** To the thread: a piece, or that there is no more. */
export type ToDatabaseThread<Piece> = { readonly piece: Piece } | null

export type FromDatabaseThread<Answer> =
  { readonly answer: Answer } | { readonly error: WireError; readonly detail: string }

/** `script` calls `workOnDatabase`. */
export function databaseThread<Work, Piece, Answer>(
  script: URL,
  data: DatabaseThreadData<Work>,
): DatabaseThread<Piece, Answer> {
  const worker = new Worker(script, { workerData: data, execArgv: [] })
  const asked: PromiseWithResolvers<Answer>[] = []
  let failure: AppError | null = null
  const fail = (error: AppError) => {
    failure ??= error
    for (const { reject } of asked.splice(0)) reject(failure)
  }
  worker.on('message', (message: FromDatabaseThread<Answer>) => {
    if ('answer' in message) asked.shift()?.resolve(message.answer)
    else fail(new AppError(message.error.code, message.error.message, { cause: message.detail }))
  })
  worker.on('error', (error) => fail(stopped(error)))
  const exited = new Promise<void>((resolve) => {
    worker.once('exit', (code) => {
      fail(stopped(`It ended with ${code}.`))
      resolve()
    })
  })
  const post = (message: ToDatabaseThread<Piece>) => worker.postMessage(message)
  return {
    ask(piece) {
      if (failure !== null) return Promise.reject(failure)
      const answer = Promise.withResolvers<Answer>()
      asked.push(answer)
      post({ piece })
      return answer.promise
    },
    // Never ended from outside: in the middle of a transaction, it would keep others out for good.
    close() {
      post(null)
      return exited
    },
  }
}

/** `null` for a database that is in no file, which no other connection can open. */
export function threadDataFor<Work>(db: DatabaseSync, work: Work): DatabaseThreadData<Work> | null {
  const databasePath = db.location()
  if (databasePath === null) return null
  const { max_page_count: maxPages } = db.prepare('PRAGMA max_page_count').get() as { max_page_count: number }
  return { databasePath, maxPages, work }
}

function stopped(cause: unknown): AppError {
  const message = 'Work on the database stopped unexpectedly. Nothing was sent; try again.'
  return new AppError('bug', message, { cause })
}
