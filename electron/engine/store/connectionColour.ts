import type { ConnectionColour, ConnectionId } from '../../../shared/model.ts'
import type { ConnectionStore } from './connections.ts'

/** The colour that the user gave an account; the first one until they did. */
export function connectionColour(connections: ConnectionStore, id: ConnectionId): ConnectionColour {
  const found = connections.list().find((one) => one.id === id)
  return (found as { readonly colour?: ConnectionColour } | undefined)?.colour ?? 'teal'
}
