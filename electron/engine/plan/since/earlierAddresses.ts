import type { PlanSpec } from '../../../../shared/contract/plans.ts'
import type { PlanId } from '../../../../shared/model.ts'
import { readEveryoneOnce, type RefreshDeps } from '../../mirror/refreshMirror.ts'
import { type Connection, connectionNumber } from '../../store/connections.ts'
import { addressByField, type AddressByFieldDeps, stableField } from './addressByField.ts'

export interface EarlierAddressesDeps extends Omit<AddressByFieldDeps, 'connection'>, RefreshDeps {
  readonly connection: Connection
}

/**
 * The addresses that rows' people had before, by row: those that the file before told, and those that the account has with
 * the same stable id in the field that the column fills. The account wins.
 */
export async function earlierAddresses(
  deps: EarlierAddressesDeps,
  { id, spec }: { readonly id: PlanId; readonly spec: PlanSpec },
  inFiles: ReadonlyMap<number, string>,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, string>> {
  const field = stableField(spec, deps.connector)
  if (field === null) return inFiles
  const { account, mirror, clock } = deps
  // Somebody with another address is only known to a mirror of everyone.
  await readEveryoneOnce({ account, mirror, clock }, signal)
  const connection = connectionNumber(deps.db, deps.connection.id)
  return new Map([...inFiles, ...(await addressByField({ ...deps, connection }, id, spec, field, signal))])
}
