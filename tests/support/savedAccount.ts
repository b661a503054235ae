import type { DatabaseSync } from 'node:sqlite'
import { connectionStore } from '../../electron/engine/store/connections.ts'
import { sourceStore } from '../../electron/engine/store/sources.ts'
import type { ConnectionId, SourceId, SourceInfo } from '../../shared/model.ts'

/** Keeps a connection to a Kit account in a database, for tests of what hangs on one. */
export function saveConnection(db: DatabaseSync, id = 'c' as ConnectionId): ConnectionId {
  connectionStore(db).save({
    id,
    service: 'kit',
    name: 'a',
    colour: 'teal',
    practiceAddress: null,
    practiceSince: null,
    credentialForm: 'api-key',
    account: { id: '1', name: 'a', email: null, plan: null, contactLimit: null },
    createdAt: 1,
  })
  return id
}

/** Notes a staged file that is not there. */
export function saveSource(db: DatabaseSync): SourceId {
  const id = 's' as SourceId
  sourceStore(db).save({ info: { id, stagedAt: 1 } as SourceInfo, path: 'people.csv' })
  return id
}
