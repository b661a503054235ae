import { AppError } from '../../../../shared/errors.ts'
import type { ObjectType, ServiceObject } from '../../../../shared/objectTypes.ts'
import type { PlanDeps } from '../makePlan.ts'

/** All objects of a type that the account has now. */
export async function readAllOf(
  type: ObjectType,
  { account, connector, onProgress }: PlanDeps,
  signal: AbortSignal,
): Promise<ServiceObject[]> {
  const all: ServiceObject[] = []
  if (!account.readObjects)
    throw new AppError('bug', `${connector.title} promised to show ${type.title} and can not.`)
  const readSoFar = () => onProgress({ phase: 'mirror', done: all.length, total: null })
  readSoFar()
  for await (const { objects } of account.readObjects({ type: type.id }, signal)) {
    all.push(...objects)
    readSoFar()
  }
  return all
}
