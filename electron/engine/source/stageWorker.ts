import { inspect } from 'node:util'
import { parentPort, workerData } from 'node:worker_threads'
import { toWire } from '../../../shared/errors.ts'
import { systemClock } from '../clock.ts'
import type { StageMessage, StageProgress, StageWork } from './stageMessages.ts'
import { stageRows } from './stageRows.ts'
import { stagingError } from './stagingError.ts'
import { writeBeside } from './writerThread.ts'

/** The thread that stages one file: it parses, while another one writes. */
const msBetweenReports = 100

const say = (message: StageMessage) => parentPort?.postMessage(message)

async function stage(work: StageWork): Promise<void> {
  let reportedAt = -Infinity
  const onPiece = (progress: StageProgress) => {
    const now = systemClock.monotonic()
    if (now - reportedAt < msBetweenReports) return
    reportedAt = now
    say({ kind: 'progress', progress })
  }
  try {
    say({ kind: 'done', info: await stageRows(work, onPiece, writeBeside) })
  } catch (thrown) {
    const error = stagingError(thrown, work.name)
    say({ kind: 'failed', error: toWire(error), detail: inspect(error) })
  }
}

void stage(workerData as StageWork)
