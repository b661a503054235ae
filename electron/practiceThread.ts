import { Worker } from 'node:worker_threads'
import { AppError, toWire } from '../shared/errors.ts'
import type { PracticeAccounts } from './hostQuestions.ts'
import { pendingAnswers, type PendingAnswers } from './pendingAnswers.ts'
import type { OwnPractice } from './practice/practicePort.ts'
import type { FromPractice, ToPractice } from './practice/practiceWorker.ts'

/**
 * The practice accounts of a data folder, in a thread of their own: a service that answers thousands of requests must
 * not keep a window waiting. Hardly anybody needs them, so that the thread begins with the first `start`.
 */
export function practiceThread(dataFolder: string): OwnPractice {
  let running: RunningThread | null = null
  return {
    async start() {
      const thread = (running ??= startThread(dataFolder))
      // One that ended by itself is begun again by whoever needs it next.
      void thread.exited.then(() => {
        if (running === thread) running = null
      })
      const { worker, pending } = thread
      const post = (message: ToPractice) => worker.postMessage(message)
      return (await pending.ask((id) => post({ type: 'start', id }))) as PracticeAccounts
    },
    async close() {
      const ending = running
      running = null
      if (ending === null) return
      ending.worker.postMessage({ type: 'close' } satisfies ToPractice)
      await ending.exited
    },
  }
}

interface RunningThread {
  readonly worker: Worker
  readonly pending: PendingAnswers
  readonly exited: Promise<void>
}

function startThread(dataFolder: string): RunningThread {
  const worker = new Worker(new URL('./practice/practiceWorker.ts', import.meta.url), {
    workerData: { dataFolder },
  })
  const pending = pendingAnswers()
  worker.on('message', ({ id, answer }: FromPractice) => pending.settle(id, answer))
  // `exit` follows an error; without a listener that would end the host as well.
  worker.on('error', () => undefined)
  const exited = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      pending.failAll(toWire(new AppError('unavailable', 'The practice accounts ended. Try again.')))
      resolve()
    })
  })
  return { worker, pending, exited }
}
