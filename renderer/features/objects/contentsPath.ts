import type { ConnectionId } from '../../../shared/model.ts'
import type { ObjectTypeId } from '../../../shared/objectTypes.ts'

/** Where the contents of an account are shown, or those of one kind. */
export function contentsPath(connection: ConnectionId, type?: ObjectTypeId): string {
  const account = `/contents/${encodeURIComponent(connection)}`
  return type === undefined ? account : `${account}/${type}`
}
