import type { ObjectType } from '../../../../shared/objectTypes.ts'
import { connectorFor } from '../../connectors/registry.ts'
import type { Connection } from '../../store/connections.ts'

/** Why a connection can't reach objects of a type, in a sentence; `null` where it can. */
export function unavailableType(
  { service, name, credentialForm }: Pick<Connection, 'service' | 'name' | 'credentialForm'>,
  { title, needs }: ObjectType,
): string | null {
  if (needs === null || credentialForm === needs) return null
  const at = connectorFor(service).title
  return `${at} lets nobody reach ${title.toLowerCase()} with a key. Connect "${name}" by signing in to ${at} instead.`
}
