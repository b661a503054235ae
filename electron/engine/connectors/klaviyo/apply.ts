import type { Change } from '../../../../shared/model.ts'
import type { Clock } from '../../clock.ts'
import type { ApplyEvent } from '../applyEvents.ts'
import type { ListNames } from './audience.ts'
import { importBatches } from './importBatches.ts'
import { importPeople } from './importPeople.ts'
import { changeMemberships } from './memberships.ts'
import type { SendToKlaviyo } from './request.ts'
import { refusedOutcome, sortRow } from './sortRow.ts'
import { subscribe } from './subscribe.ts'
import { unsubscribe } from './unsubscribe.ts'

export interface ApplyDeps {
  readonly send: SendToKlaviyo
  readonly clock: Clock
  /** How many times as fast as Klaviyo a practice account runs; else 1. */
  readonly speed: number
  readonly listNames: ListNames
}

/**
 * Sends changes in the fewest requests: a bulk import for the people of each distinct set of lists, then the joins
 * and leaves of people who are only put on a list or taken off, then consent.
 */
export async function* apply(
  deps: ApplyDeps,
  changes: readonly Change[],
  signal: AbortSignal,
): AsyncGenerator<ApplyEvent> {
  const rows = [...Map.groupBy(changes, ({ row }) => row).values()].map((row) => sortRow(row))
  const refused = rows.flatMap((row) => row.refused)
  if (refused.length > 0) yield { type: 'settled', outcomes: refused.map(refusedOutcome), contacts: [] }
  const imported = rows.map((row) => row.imported).filter((row) => row !== null)
  for (const same of Map.groupBy(imported, ({ lists }) => lists.join(' ')).values()) {
    const lists = same[0]?.lists ?? []
    for (const batch of importBatches(same, lists)) yield* importPeople(deps, batch, lists, signal)
  }
  yield* changeMemberships(
    deps,
    'join',
    rows.flatMap((row) => row.joins),
    signal,
  )
  yield* changeMemberships(
    deps,
    'leave',
    rows.flatMap((row) => row.leaves),
    signal,
  )
  yield* unsubscribe(
    deps,
    rows.flatMap((row) => row.unsubscriptions),
    signal,
  )
  yield* subscribe(
    deps,
    rows.flatMap((row) => row.consents),
    signal,
  )
}
