import type { DatabaseSync } from 'node:sqlite'
import type { PlanSpec } from '../../../../shared/contract/plans.ts'
import { foldEmail } from '../../../../shared/values/foldEmail.ts'
import { compileFilter } from '../../../../shared/rules/compileFilter.ts'
import { conditionAudiences, conditionsOf } from '../../../../shared/rules/partsOfRules.ts'
import type { Filter } from '../../../../shared/rules/rules.ts'
import { breathe } from '../../breathe.ts'
import type { Connector } from '../../connectors/connector.ts'
import type { StagedRows } from '../../source/stagedRows.ts'
import { type KnownPerson, peopleFinder } from '../../store/knownPeople.ts'
import { factsOf } from './factsOf.ts'
import { rowReader } from '../readRow.ts'

export interface MatchDeps {
  readonly db: DatabaseSync
  readonly staged: StagedRows
  readonly connector: Connector
  /** The connection's number. */
  readonly connection: number
}

const batchRows = 500

/**
 * How many rows of a file a filter lets through, by what the mirror knows of their people. Asks the account nothing, so
 * that it can be counted while somebody types.
 */
export async function countMatching(
  { db, staged, connector, connection }: MatchDeps,
  { mapping }: Pick<PlanSpec, 'mapping'>,
  filter: Filter,
  signal: AbortSignal,
): Promise<{ readonly rows: number; readonly matching: number; readonly asksAccount: boolean }> {
  const passes = compileFilter(filter, mapping.values)
  const asksAccount = conditionsOf({ filter }).some(({ of }) => !('column' in of))
  const find = asksAccount
    ? peopleFinder(db, connection, {
        audiences: conditionAudiences({ filter }),
        hasOthers: false,
        hasConsent: false,
        hasRules: true,
      })
    : null
  const spec = { mapping, append: null } as unknown as PlanSpec
  const read = rowReader(spec, staged.info.columns, [], connector)
  let matching = 0
  for (const batch of staged.iterate(batchRows)) {
    signal.throwIfAborted()
    const names = batch.map((row) => {
      if (find === null) return null
      const { email } = read(row)
      return email === null ? null : foldEmail(email)
    })
    const people: readonly (KnownPerson | null)[] = find === null ? [] : find('email', names)
    batch.forEach(({ cells }, n) => {
      if (passes(factsOf(cells, people[n] ?? null))) matching += 1
    })
    await breathe()
  }
  return { rows: staged.info.rows, matching, asksAccount }
}
