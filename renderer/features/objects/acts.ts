import type { ObjectTypeView, ObjectView } from '../../../shared/contract/objects.ts'
import type { ConnectionId } from '../../../shared/model.ts'
import type { ObjectTypeId } from '../../../shared/objectTypes.ts'

/** Something done to an account at once, without a file. `null`: still to be chosen. */
export type Act =
  | { readonly is: 'insert'; readonly connection: ConnectionId | null; readonly type: ObjectTypeId }
  | {
      readonly is: 'update' | 'delete'
      readonly connection: ConnectionId | null
      readonly type: ObjectTypeId
      readonly object: ObjectView | null
    }
  | { readonly is: 'unsubscribe'; readonly connection: ConnectionId | null; readonly email: string }
  | {
      readonly is: 'secret'
      readonly connection: ConnectionId | null
      readonly object: ObjectView | null
    }

type TypeRules = Pick<ObjectTypeView, 'operations' | 'aboutPeople' | 'groupBy' | 'unavailable'>

/** One of them can be made by filling in a few fields. Rows that go together, and people, come from files. */
export function canMake(type: TypeRules): boolean {
  return type.operations.includes('insert') && isThing(type)
}

export function canChange(type: TypeRules): boolean {
  return type.operations.includes('update') && isThing(type)
}

export function canDelete(type: TypeRules): boolean {
  return type.operations.includes('delete') && isThing(type)
}

function isThing({ aboutPeople, groupBy, unavailable }: TypeRules): boolean {
  return !aboutPeople && groupBy === null && unavailable === null
}

/** The type that an act is about. */
export function typeOfAct(act: Act): ObjectTypeId {
  switch (act.is) {
    case 'unsubscribe':
      return 'subscribers'
    case 'secret':
      return 'webhookEndpoints'
    default:
      return act.type
  }
}
