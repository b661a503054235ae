import type { FieldId, ValueType } from '../../../shared/model.ts'
import type { ObjectField, ObjectOp, ObjectType } from '../../../shared/objectTypes.ts'

interface FieldOptions {
  readonly type?: ValueType
  readonly needed?: readonly ObjectOp[]
  readonly readOnly?: true
  readonly onlyToFind?: true
  readonly keptInOwnForm?: true
  readonly staysBecause?: string
  readonly aliases?: readonly string[]
}

/** A field of an object; its id is the key that the service's API uses. */
export function objectField(id: string, label: string, options: FieldOptions = {}): ObjectField {
  const { type = 'text', needed = [], readOnly = false, onlyToFind = false, aliases = [] } = options
  const { keptInOwnForm = false, staysBecause = null } = options
  const known = { id: id as FieldId, label, type, requiredFor: needed, readOnly, onlyToFind, aliases }
  return { ...known, keptInOwnForm, staysBecause }
}

/** The id of an object that is there: what a change or a deletion finds it by. */
export function idField(label: string): ObjectField {
  return objectField('id', label, { readOnly: true, aliases: ['id'] })
}

export const createdAt: ObjectField = objectField('created_at', 'Created at', {
  type: 'date',
  readOnly: true,
  aliases: ['created'],
})

type Given = Pick<ObjectType, 'id' | 'title' | 'one' | 'many' | 'fields' | 'sees'> & Partial<ObjectType>

/** An object type with everything that most of them don't have left out. */
export function objectType(given: Given): ObjectType {
  return {
    operations: [],
    incremental: [],
    parent: null,
    needs: null,
    aboutPeople: false,
    sameBy: [],
    foldsCase: false,
    foundBy: [],
    groupBy: null,
    ofRow: [],
    ...given,
  }
}

export function fieldIds(...ids: readonly string[]): readonly FieldId[] {
  return ids as readonly FieldId[]
}
