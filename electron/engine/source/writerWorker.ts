import { inspect } from 'node:util'
import { workerData } from 'node:worker_threads'
import { toWire } from '../../../shared/errors.ts'
import { openStagedWriter, type StagedWriter } from './stagedWriter.ts'
import { stagingError } from './stagingError.ts'
import {
  wentWrong,
  writePiece,
  type WriterFailure,
  type WriterPiece,
  type WriterWork,
} from './writerMessages.ts'

/** The thread that writes a staged file, while another one parses. */
const { databasePath, head, port, written } = workerData as WriterWork
let writer: StagedWriter | null = null
let isOver = false

port.on('message', (piece: WriterPiece) => {
  // What was on its way when something went wrong.
  if (isOver) return
  try {
    writePiece(piece, (writer ??= openStagedWriter(databasePath, head)))
    if (piece.finish !== null) end()
    say(Atomics.load(written, 0) + 1)
  } catch (thrown) {
    const error = stagingError(thrown, head.name)
    const failure: WriterFailure = { error: toWire(error), detail: inspect(error) }
    port.postMessage(failure)
    end()
    say(wentWrong)
  }
})

function end(): void {
  isOver = true
  writer?.close()
  port.unref()
}

function say(pieces: number): void {
  Atomics.store(written, 0, pieces)
  Atomics.notify(written, 0)
}
