// A second Listferry for the tests of the engine lock: takes the lock of the folder in argv, says so, and stays.
import { parentPort, workerData } from 'node:worker_threads'
import { acquireEngineLock } from '../../../electron/engine/store/engineLock.ts'
import { toWire } from '../../../shared/errors.ts'

const folder = parentPort === null ? process.argv[2] : (workerData as string)
const keepsLock = process.argv[3] !== 'drops-it'

function take(): unknown {
  try {
    const lock = acquireEngineLock(folder ?? '', { host: 'desktop', pid: process.pid, startedAt: Date.now() })
    return keepsLock ? lock : null
  } catch (error) {
    say(toWire(error).message)
    process.exit()
  }
}

function say(words: string): void {
  if (parentPort === null) process.stdout.write(`${words}\n`)
  else parentPort.postMessage(words)
}

const lock = take()
globalThis.gc?.()
say('has it')
setInterval(() => lock, 1000)
