import type { ChangeId, FieldId, RecordChange } from '../../../../../shared/model.ts'
import type { ServiceObject } from '../../../../../shared/objectTypes.ts'
import { kitObject } from './kitObjects.ts'
import { type ObjectDeps, readObjects } from './readObjects.ts'
import { holds } from './readBackPurchase.ts'

/** Which of these changes the account shows as done. Reads the whole list of each type. */
export async function recordsDone(
  deps: ObjectDeps,
  changes: readonly RecordChange[],
  signal: AbortSignal,
): Promise<readonly ChangeId[]> {
  const done: ChangeId[] = []
  for (const [type, same] of Map.groupBy(changes, (change) => change.type)) {
    const there: ServiceObject[] = []
    for await (const { objects } of readObjects(deps, { type }, signal)) there.push(...objects)
    const byTogether = Map.groupBy(same, ({ together, id }) => together ?? id)
    for (const group of byTogether.values())
      if (group.every((change) => isDone(there, change))) done.push(...group.map(({ id }) => id))
  }
  return done
}

function isDone(there: readonly ServiceObject[], change: RecordChange): boolean {
  const { op, key, after, type } = change
  const { fields, sameBy: own } = kitObject(type)
  if (op === 'delete') return !there.some(({ id }) => id === key.remoteId)
  const inOwnForm = fields.filter(({ keptInOwnForm }) => keptInOwnForm).map(({ id }) => id)
  const compared = Object.fromEntries(
    Object.entries(after).filter(([field]) => !inOwnForm.includes(field as FieldId)),
  ) as RecordChange['after']
  const isSame = ({ id, values }: ServiceObject) =>
    (op === 'insert' || id === key.remoteId) &&
    holds(values, op === 'insert' ? only(compared, own, type) : compared)
  return there.some(isSame)
}

/** A new thing is known by what tells it from others; a purchase by its products too. */
function only(after: RecordChange['after'], own: readonly FieldId[], type: RecordChange['type']) {
  if (type === 'purchases') return after
  return Object.fromEntries(
    Object.entries(after).filter(([field]) => own.includes(field as FieldId)),
  ) as RecordChange['after']
}
