import type { ObjectType, ObjectTypeId } from '../../../../../shared/objectTypes.ts'
import { contentTypes } from './contentTypes.ts'
import { peopleTypes } from './peopleTypes.ts'
import { webhookTypes } from './webhookTypes.ts'

/** All that Kit holds and Listferry knows of. */
export const kitObjects: readonly ObjectType[] = [...peopleTypes, ...contentTypes, ...webhookTypes]

const byId = new Map(kitObjects.map((type) => [type.id, type]))

/** @throws where Kit has no such type, which is a mistake of ours */
export function kitObject(id: ObjectTypeId): ObjectType {
  const type = byId.get(id)
  if (!type) throw new Error(`Kit has no ${id}`)
  return type
}
