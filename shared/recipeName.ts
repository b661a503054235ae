import type { AudienceRef, Column, ConnectionId } from './model.ts'

/**
 * Under which name mode append remembers the rows it dealt with, where the user gave none: the account, the columns
 * of the file and where its people go. The same file to another tag is another recipe. Pure.
 */
export function recipeName(
  connection: ConnectionId,
  columns: readonly Column[],
  audiences: readonly AudienceRef[],
): string {
  const names = columns.map(({ name }) => name.toLowerCase())
  const goals = audiences.map(({ kind, id }) => `${kind}:${id}`).sort()
  return JSON.stringify([connection, names, [...new Set(goals)]])
}
