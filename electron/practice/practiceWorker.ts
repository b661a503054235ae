import { parentPort, workerData } from 'node:worker_threads'
import { toWire, type WireError } from '../../shared/errors.ts'
import { createPracticePort, type OwnPractice } from './practicePort.ts'

/** The thread where the practice accounts of a data folder live, for hosts with windows. */
export type ToPractice = { readonly type: 'start'; readonly id: number } | { readonly type: 'close' }

export interface FromPractice {
  readonly id: number
  readonly answer: { readonly ok: Awaited<ReturnType<OwnPractice['start']>> } | { readonly error: WireError }
}

const port = parentPort
if (!port) throw new Error('practiceWorker.ts runs as a worker thread')
const { dataFolder } = workerData as { readonly dataFolder: string }
const practice = createPracticePort(dataFolder)

port.on('message', (message: ToPractice) => {
  if (message.type === 'close') void practice.close().then(() => port.close())
  else
    void start().then((answer) => {
      port.postMessage({ id: message.id, answer } satisfies FromPractice)
    })
})

async function start(): Promise<FromPractice['answer']> {
  try {
    return { ok: await practice.start() }
  } catch (error) {
    return { error: toWire(error) }
  }
}
