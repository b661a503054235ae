import type { DatabaseSync } from 'node:sqlite'
import type { LedgerLine } from '../../../shared/contract/runs.ts'
import type { RunId } from '../../../shared/model.ts'
import type { NotedRequest } from '../connectors/noteRequests.ts'
import { inLightTransaction } from './transaction.ts'

/** Every request that left this computer while a run was under way, the reading ones too, counted by what they were. */
export interface Ledger {
  add(run: RunId, request: NotedRequest, now: number): void
  /** Most first. */
  of(run: RunId): LedgerLine[]
}

export function ledger(db: DatabaseSync): Ledger {
  const add = db.prepare(`INSERT INTO ledger (run, host, method, path, status, requests, first_at, last_at)
    VALUES (:run, :host, :method, :path, :status, 1, :now, :now)
    ON CONFLICT (run, host, method, path, status) DO UPDATE SET requests = requests + 1, last_at = :now`)
  const lines = db.prepare(`SELECT host, method, path, status, requests, first_at, last_at FROM ledger
    WHERE run = ? ORDER BY requests DESC, path, method, status`)
  return {
    add(run, { host, method, path, status }, now) {
      const work = () => void add.run({ run, host, method, path, status: status ?? noAnswer, now })
      // What journals a request may be in the middle of its own transaction.
      if (db.isTransaction) work()
      else inLightTransaction(db, work)
    },
    of: (run) =>
      lines.all(run).map((line) => ({
        host: line.host as string,
        method: line.method as string,
        path: line.path as string,
        httpStatus: line.status === noAnswer ? null : (line.status as number),
        requests: line.requests as number,
        firstAt: line.first_at as number,
        lastAt: line.last_at as number,
      })),
  }
}

const noAnswer = 0
