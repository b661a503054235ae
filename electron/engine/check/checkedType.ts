import type { CheckedType } from '../../../shared/check/compileObjectCheck.ts'
import { connectorFor } from '../connectors/registry.ts'
import { targetType } from '../plan/objects/targetType.ts'
import type { CheckedObject } from './checkAs.ts'

/** What a service says of such things. @throws AppError `invalid-input` for what it does not have, or can't do */
export function checkedType({ service, target }: CheckedObject): CheckedType {
  const connector = connectorFor(service)
  const type = targetType(connector, target)
  const { op } = target
  return {
    type,
    op,
    refusal(values) {
      // What is changed or deleted is judged with what it is now, which only the account knows.
      if (op !== 'insert') return null
      const after = connector.storedObject?.(type.id, values) ?? values
      return connector.objectProblem?.(type.id, op, { before: {}, after }) ?? null
    },
  }
}
