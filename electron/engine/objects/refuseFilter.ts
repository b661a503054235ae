import { AppError } from '../../../shared/errors.ts'
import type { FieldId } from '../../../shared/model.ts'
import { namedIn, type ObjectType } from '../../../shared/objectTypes.ts'
import type { ObjectQuery } from './objectsOf.ts'

/**
 * What can't be asked of a type would find all of it, or nothing.
 * @throws AppError `invalid-input` for the first such part of a query
 */
export function refuseFilter(
  { title, parent: parentKind, fields }: ObjectType,
  { parent, filter }: Pick<ObjectQuery, 'parent' | 'filter'>,
): void {
  const has = (names: readonly FieldId[]) => fields.some(({ id }) => names.includes(id))
  const isDated = filter !== null && (filter.createdAfter ?? filter.createdBefore) !== null
  if (parent !== null && parentKind === null)
    throw refusal(title, `are listed as a whole, so not for “${parent}” alone`)
  if (isDated && !has(['created_at' as FieldId]))
    throw refusal(title, 'have no date on which they were created, so none can be asked for')
  if (filter !== null && filter.name !== null && !has(namedIn))
    throw refusal(title, `have no name, so “${filter.name}” can’t be looked for in it`)
}

function refusal(title: string, what: string): AppError {
  return new AppError('invalid-input', `${title} ${what}. Leave that out.`)
}
