// A process of its own, because a query that never ends cannot be interrupted, only killed.
import type { QueryQuestion, QueryReply } from '../engine/query/queryPort.ts'
import { createQueryRunner } from './queryRunner.ts'

const answer = createQueryRunner()

/** Set where Electron started this as a utility process. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void
  postMessage(message: QueryReply): void
}
const { parentPort } = process as { parentPort?: ParentPort }

if (parentPort) parentPort.on('message', ({ data }) => parentPort.postMessage(answer(data as QueryQuestion)))
else process.on('message', (question: QueryQuestion) => process.send?.(answer(question)))

process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))

// Ctrl-C reaches the whole terminal group; the parent decides what becomes of a query.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
