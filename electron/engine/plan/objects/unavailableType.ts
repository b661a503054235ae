import type { ObjectType } from '../../../../shared/objectTypes.ts'
import { connectorFor } from '../../connectors/registry.ts'
import type { Connection } from '../../store/connections.ts'

type WayIn = Pick<Connection, 'service' | 'name' | 'credentialForm'>

/** Why a connection can't reach objects of a type, in a sentence; `null` where it can. */
export function unavailableType(connection: WayIn, type: ObjectType): string | null {
  const { service, name, credentialForm } = connection
  const { title, needs, aboutPeople } = type
  // People are known from the mirror: rows about them go, though nobody can be listed.
  if (!aboutPeople) {
    const unlisted = unlistedType(connection, type)
    if (unlisted !== null) return unlisted
  }
  if (needs === null || credentialForm === needs) return null
  const at = connectorFor(service).title
  return `${at} lets nobody reach ${title.toLowerCase()} with a key. Connect “${name}” by signing in to ${at} instead.`
}

/** Why a connection can't list objects of a type, in a sentence; `null` where it can. */
export function unlistedType(
  { service, name, credentialForm }: WayIn,
  { title }: Pick<ObjectType, 'title'>,
): string | null {
  const { title: at, credentials } = connectorFor(service)
  const form = credentials.find(({ id }) => id === credentialForm)
  if (form?.listsObjects !== false) return null
  return `${at} shows no ${title.toLowerCase()} by “${form.title}”. Connect “${name}” in another way to see them.`
}
