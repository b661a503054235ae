import { once } from 'node:events'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { startPractice } from '../../electron/practice/startPractice.ts'

/** Practice accounts in a thread of their own, so that what they do is no work of whom is measured. */
export interface PracticeThread {
  readonly address: string
  readonly kitKey: string
  close(): Promise<void>
}

export async function startPracticeThread(): Promise<PracticeThread> {
  const worker = new Worker(new URL(import.meta.url), { execArgv: [] })
  const [there] = (await once(worker, 'message')) as [{ address: string; kitKey: string }]
  return {
    ...there,
    async close() {
      await worker.terminate()
    },
  }
}

if (!isMainThread) {
  const { address, kit } = await startPractice({ speed: 1000, lagMs: 0 })
  parentPort?.postMessage({ address, kitKey: kit.keys[0] ?? '' })
}
