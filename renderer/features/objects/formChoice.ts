import type { ObjectTypeId } from '../../../shared/objectTypes.ts'

/** What of the account a field of a form names by its id, so that it is chosen by its name. */
export function formChoice(
  type: ObjectTypeId,
  field: string,
): 'form' | 'tag' | 'sequence' | 'custom field' | null {
  if (type !== 'webhooks') return null
  switch (field) {
    case 'form_id':
      return 'form'
    case 'tag_id':
      return 'tag'
    case 'sequence_id':
      return 'sequence'
    case 'custom_field_id':
      return 'custom field'
    default:
      return null
  }
}
