import type { DatabaseSync } from 'node:sqlite'
import { inspect } from 'node:util'
import { parentPort, workerData } from 'node:worker_threads'
import { toWire } from '../../../shared/errors.ts'
import { openBeside } from './connect.ts'
import type { DatabaseThreadData, FromDatabaseThread, ToDatabaseThread } from './databaseThread.ts'
import { inWords } from './storageError.ts'

/** The other side of `databaseThread`: answers each piece with what the prepared work makes of it. */
export function workOnDatabase(prepare: (db: DatabaseSync, work: never) => (piece: never) => unknown): void {
  const port = parentPort
  if (!port) throw new Error('This runs as a worker thread')
  const { databasePath, maxPages, work } = workerData as DatabaseThreadData<never>
  let db: DatabaseSync | null = null
  let answerTo: ((piece: never) => unknown) | null = null
  let hasFailed = false
  const answerOf = (piece: never): FromDatabaseThread<unknown> => {
    try {
      answerTo ??= prepare((db ??= openBeside(databasePath, { maxPages })), work)
      return { answer: answerTo(piece) }
    } catch (thrown) {
      hasFailed = true
      const error = inWords(thrown)
      return { error: toWire(error), detail: inspect(error) }
    }
  }
  port.on('message', (message: ToDatabaseThread<never>) => {
    if (message === null) {
      db?.close()
      port.close()
    } else if (!hasFailed) port.postMessage(answerOf(message.piece))
  })
}
