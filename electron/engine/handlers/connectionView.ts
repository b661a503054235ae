import type { ConnectionView } from '../../../shared/contract/connections.ts'
import { connectorFor } from '../connectors/registry.ts'
import type { EngineParts } from '../createEngine.ts'
import { limitWords } from '../limitWords.ts'
import type { Connection } from '../store/connections.ts'

/** A connection as windows and terminals see it: everything but its secret. */
export async function viewOf(parts: EngineParts, connection: Connection): Promise<ConnectionView> {
  const { id, service, name, colour, practiceAddress, account, createdAt } = connection
  const { title, limits } = connectorFor(service)
  return {
    id,
    service,
    serviceTitle: title,
    name,
    colour,
    practice: practiceAddress !== null,
    account,
    secretKept: !parts.accounts.isUnlocked(id) && (await parts.vault.get(id)) !== null,
    limits: limits.map(limitWords),
    createdAt,
  }
}
