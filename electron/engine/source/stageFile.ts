import { rm } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { AppError } from '../../../shared/errors.ts'
import type { SourceInfo } from '../../../shared/model.ts'
import { systemClock, type Clock } from '../clock.ts'
import type { StageMessage, StageProgress, StageRequest, StageWork } from './stageMessages.ts'
import { stagingCrash } from './stagingError.ts'

export interface StageOptions {
  readonly signal: AbortSignal
  /** About ten times a second. */
  readonly onProgress?: (progress: StageProgress) => void
  readonly clock?: Pick<Clock, 'now'>
}

/** Left alone, a thread lets twice as much pile up before it clears away what it parsed, and is no faster for it. */
const youngMegabytes = 48

/**
 * Stages a file in a worker thread: detects its format, reads it once, and leaves its rows, problems and SHA-256 in
 * `request.databasePath`, which can be read from the first commit on.
 * However it fails, nothing of the staged file is left behind. An abort kills the worker at once.
 * @throws AppError in words: `cancelled`, the file can't be read or has no rows, the disk is full, the worker died.
 */
export async function stageFile(request: StageRequest, options: StageOptions): Promise<SourceInfo> {
  const { signal, onProgress, clock = systemClock } = options
  if (signal.aborted) throw cancelled(request.name)
  const work: StageWork = { ...request, stagedAt: clock.now() }
  // The worker is a file beside this one, and inherits no flags that a host was started with.
  const worker = new Worker(new URL('./stageWorker.ts', import.meta.url), {
    workerData: work,
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
  })
  try {
    return await answerOf(worker, request.name, signal, onProgress)
  } catch (error) {
    await worker.terminate()
    // Where not even that can be done, what went wrong before says more.
    await removeStagedFile(request.databasePath).catch(() => undefined)
    throw error
  }
}

/** Forgets a source: its staged file and the log that SQLite may keep beside it. Nothing there is no error. */
export async function removeStagedFile(databasePath: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm', '-journal', '-texts'])
    await rm(databasePath + suffix, { force: true, maxRetries: 3 })
}

/** Where the texts of a workbook are kept while it is staged. */
export function scratchPathOf(databasePath: string): string {
  return `${databasePath}-texts`
}

function answerOf(
  worker: Worker,
  name: string,
  signal: AbortSignal,
  onProgress: StageOptions['onProgress'],
): Promise<SourceInfo> {
  return new Promise<SourceInfo>((resolve, reject) => {
    const onAbort = () => reject(cancelled(name))
    signal.addEventListener('abort', onAbort, { once: true })
    let answer = () => reject(stagingCrash(name, 'The worker ended without an answer.'))
    worker.on('message', (message: StageMessage) => {
      if (message.kind === 'progress') onProgress?.(message.progress)
      else answer = message.kind === 'done' ? () => resolve(message.info) : () => reject(failure(message))
    })
    worker.on('error', (error) => reject(stagingCrash(name, error)))
    // Only when it has ended is the file closed, so that it can be moved or removed on Windows too.
    worker.on('exit', () => {
      signal.removeEventListener('abort', onAbort)
      answer()
    })
  })
}

function failure(message: Extract<StageMessage, { kind: 'failed' }>): AppError {
  return new AppError(message.error.code, message.error.message, { cause: message.detail })
}

function cancelled(name: string): AppError {
  return new AppError('cancelled', `Reading “${name}” was cancelled.`)
}
