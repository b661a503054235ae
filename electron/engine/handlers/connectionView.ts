import type { ConnectionView } from '../../../shared/contract/connections.ts'
import { connectorFor, wayIn } from '../connectors/registry.ts'
import type { EngineParts } from '../createEngine.ts'
import { limitWords } from '../limitWords.ts'
import type { Connection } from '../store/connections.ts'

/** A connection as windows and terminals see it: everything but its secret. */
export async function viewOf(parts: EngineParts, connection: Connection): Promise<ConnectionView> {
  const { id, service, name, colour, practiceAddress, account, ownLimit, createdAt } = connection
  const { title } = connectorFor(service)
  const way = wayIn(service, connection.credentialForm)
  return {
    id,
    service,
    serviceTitle: title,
    name,
    colour,
    practice: practiceAddress !== null,
    account,
    ownLimit: ownLimit ?? null,
    secretKept: !parts.accounts.isUnlocked(id) && (await parts.vault.get(id)) !== null,
    hasEnded: parts.accounts.hasEnded(id),
    wayIn: { id: way.id, title: way.title, cannot: way.cannot },
    limits: way.limits.map(limitWords),
    createdAt,
  }
}
