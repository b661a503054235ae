import { AppError } from '../../../../shared/errors.ts'
import type { ObjectTarget, ObjectType } from '../../../../shared/objectTypes.ts'
import type { Connector } from '../../connectors/connector.ts'

/** @throws AppError `invalid-input` for what the service does not have, or can't do */
export function targetType(connector: Connector, { type, op }: ObjectTarget): ObjectType {
  const found = connector.objects?.find(({ id }) => id === type)
  if (!found) throw new AppError('invalid-input', `Listferry knows of no such thing in ${connector.title}.`)
  if (found.operations.includes(op)) return found
  const can =
    found.operations.length === 0 ? 'They can only be read.' : `It can ${found.operations.join(', ')}.`
  throw new AppError('invalid-input', `${found.title} of ${connector.title} have no ${op}. ${can}`)
}
