import type { ObjectTypeView } from '../../../../shared/contract/objects.ts'
import type { ObjectTypeId } from '../../../../shared/objectTypes.ts'
import type { EngineParts } from '../../createEngine.ts'
import { typesOf } from '../../objects/objectsOf.ts'
import type { Connection } from '../../store/connections.ts'

/** What the mirror's own tables tell: people, what they are in, and their fields. */
const mirrored: ReadonlySet<ObjectTypeId> = new Set([
  'subscribers',
  'cancelledSubscribers',
  'tags',
  'tagSubscriptions',
  'subscriberTags',
  'forms',
  'formSubscriptions',
  'sequences',
  'sequenceSubscriptions',
  'customFields',
  'profiles',
  'lists',
  'listMembers',
])

/** What of an account can be read for queries, besides what the mirror has of its people. */
export function keptTypes(
  parts: Pick<EngineParts, 'mirrorOf'>,
  connection: Connection,
): readonly ObjectTypeView[] {
  return typesOf(parts, connection).filter(({ id, unavailable }) => !mirrored.has(id) && unavailable === null)
}
