import type { DatabaseSync } from 'node:sqlite'
import type { ConnectionId } from '../../../shared/model.ts'
import type { LeftOrigin } from './leftList.ts'

const titles: Readonly<Record<string, string>> = { kit: 'Kit', klaviyo: 'Klaviyo' }

/** An account as the list of people who left names it. */
export function originOf(db: DatabaseSync, id: ConnectionId): LeftOrigin {
  const row = db.prepare('SELECT service, name, practice_address FROM connection WHERE id = ?').get(id)
  const service = (row?.service as string | undefined) ?? ''
  return {
    id,
    name: `${titles[service] ?? service} · ${(row?.name as string | undefined) ?? ''}`,
    practice: (row?.practice_address ?? null) !== null,
  }
}
