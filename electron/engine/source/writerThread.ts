import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { AppError } from '../../../shared/errors.ts'
import { openStagedWriter, rowLines, type StagedHead, type StagedWriter } from './stagedWriter.ts'
import { stagingCrash } from './stagingError.ts'
import {
  wentWrong,
  writePiece,
  type WriterCall,
  type WriterFailure,
  type WriterPiece,
  type WriterWork,
} from './writerMessages.ts'

/**
 * A staged writer that writes on a thread of its own, while this one parses. What is finished before its first commit is
 * written here: starting a thread takes longer. Calls wait where the writing is behind, so not for a thread that others
 * wait for.
 * @throws AppError in words for what went wrong there, at the next commit or at `finish`.
 */
export function writeBeside(databasePath: string, head: StagedHead): StagedWriter {
  let calls: WriterCall[] = []
  let thread: WriterThread | null = null
  return {
    columns: (columns) => void calls.push({ kind: 'columns', columns }),
    rows: (first, rows) => void calls.push({ kind: 'rows', first, lines: rowLines(rows) }),
    lines: (first, lines) => void calls.push({ kind: 'rows', first, lines }),
    problem: (problem) => void calls.push({ kind: 'problem', problem }),
    commit() {
      thread ??= startThread(databasePath, head)
      thread.write({ calls, finish: null })
      calls = []
    },
    finish(info, blankRecords) {
      const last: WriterPiece = { calls, finish: { info, blankRecords } }
      if (thread) thread.write(last)
      else writeHere(databasePath, head, last)
    },
    close: () => thread?.close(),
  }
}

function writeHere(databasePath: string, head: StagedHead, piece: WriterPiece): void {
  const writer = openStagedWriter(databasePath, head)
  try {
    writePiece(piece, writer)
  } finally {
    writer.close()
  }
}

interface WriterThread {
  /** Waits until few enough pieces are on their way; after the last one until all are written. */
  write(piece: WriterPiece): void
  close(): void
}

/** Enough that neither thread waits for long, and few enough to be held. */
const mostUnderWay = 2

/** No piece takes so long: the thread is gone. */
const patienceMs = 60_000

/** What is young there is texts on their way. */
const youngMegabytes = 16

function startThread(databasePath: string, head: StagedHead): WriterThread {
  const written = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const { port1: port, port2 } = new MessageChannel()
  const workerData: WriterWork = { databasePath, head, port: port2, written }
  const options = {
    workerData,
    transferList: [port2],
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
  }
  const worker = new Worker(new URL('./writerWorker.ts', import.meta.url), options)
  let sent = 0
  let isFinished = false
  return {
    write(piece) {
      port.postMessage(piece)
      sent += 1
      waitFor(piece.finish === null ? sent - mostUnderWay : sent)
      isFinished = piece.finish !== null
    },
    close() {
      port.close()
      // After its last piece it ends by itself.
      if (!isFinished) void worker.terminate()
    },
  }

  function waitFor(pieces: number): void {
    for (;;) {
      const now = Atomics.load(written, 0)
      if (now === wentWrong) throw failureOf(receiveMessageOnPort(port)?.message as WriterFailure)
      if (now >= pieces) return
      if (Atomics.wait(written, 0, now, patienceMs) === 'timed-out')
        throw stagingCrash(head.name, `Nothing was written for ${patienceMs / 1000} s.`)
    }
  }
}

function failureOf({ error, detail }: WriterFailure): AppError {
  return new AppError(error.code, error.message, { cause: detail })
}
