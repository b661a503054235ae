import { homedir } from 'node:os'
import { join } from 'node:path'
import type { EnginePorts } from '../createEngine.ts'

/** Where SQLite files go that are given no place of their own: `Listferry` in the user's own folder. */
export function copiesFolder(env: EnginePorts['env']): string {
  return env['LISTFERRY_DATABASES'] ?? join(homedir(), 'Listferry')
}
