import type { ObjectTypeView } from '../../../shared/contract/objects.ts'
import type { FieldId, ValueType } from '../../../shared/model.ts'
import { databaseName } from './columnNames.ts'
import type { ColumnKind, TableShape } from './table.ts'

/** Joined and searched by. */
const searched = new Set([
  'email',
  'subscriber_id',
  'profile_id',
  'tag',
  'form',
  'sequence',
  'list',
  'segment',
  'metric',
] as FieldId[])

/** Never read: they only find what is to be changed. */
const onlyWritten = new Set(['new_email', 'old_label'] as FieldId[])

/** The table of a type: `kit_tag_subscriptions`. Its fields are those of the account as it was last read. Pure. */
export function tableShape(connection: string, prefix: string, type: ObjectTypeView): TableShape {
  const fields = type.fields.filter(({ id }) => !onlyWritten.has(id) && !isKey(type, id))
  return {
    name: databaseName(`${prefix}${type.id}`),
    connection,
    object: type.id,
    title: type.title,
    fields: fields.map(({ id, key, custom, type: value }) => ({
      field: id,
      wish: id === 'id' ? `${type.one.split(' ')[0] ?? ''}_id` : custom ? key : id,
      kind: kindOf(value),
    })),
    grouped: type.groupBy !== null,
    indexed: searched,
  }
}

/** The object's own id is the key; only the tags of a person have an id besides. */
function isKey({ parent }: ObjectTypeView, id: FieldId): boolean {
  return id === 'id' && parent !== 'subscriber'
}

function kindOf(type: ValueType): ColumnKind {
  switch (type) {
    case 'number':
    case 'boolean':
      return type
    case 'date':
      return 'time'
    default:
      return 'text'
  }
}
