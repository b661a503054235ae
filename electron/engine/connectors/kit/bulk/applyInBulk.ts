import type { Change } from '../../../../../shared/model.ts'
import type { ApplyEvent, StepOutcome } from '../../applyEvents.ts'
import { type ApplyDeps, noFields, oneByOne, sortOut } from '../apply.ts'
import type { CustomFields } from '../customFields.ts'
import { noConsent } from '../person.ts'
import { type BulkRow, contactOf, contactWay, rowsOf } from './bulkRows.ts'
import type { HalfDone } from './halfDone.ts'
import { settleRest } from './settled.ts'
import { writeMemberships } from './writeMemberships.ts'
import { writePeople } from './writePeople.ts'
import { writeValues } from './writeValues.ts'

export interface BulkDeps extends ApplyDeps {
  readonly halfDone: HalfDone
}

/**
 * Sends rows with Kit's bulk requests, which only a sign-in may use, each of at most a hundred: people first, so that
 * everybody's id and state is known, then field values, taggings, and form additions. What has no bulk request
 * (sequences, a changed address) goes one by one.
 */
export async function* applyInBulk(
  deps: BulkDeps,
  changes: readonly Change[],
  signal: AbortSignal,
): AsyncGenerator<ApplyEvent> {
  const writesPeople = changes.some(({ object }) => object === 'contact')
  const fields = writesPeople ? await deps.fields.current(signal) : noFields
  const rows = rowsOf(changes)
  const consents: StepOutcome[] = changes.flatMap((change) =>
    change.object === 'consent' ? [noConsent(change)] : [],
  )
  if (consents.length > 0) yield { type: 'settled', outcomes: consents, contacts: [] }
  yield* settleRest(rows, (row) => sortOut(row.open, row.person).settled)
  yield* changeAddresses(deps, rows, fields, signal)
  yield* writePeople(deps, rows, signal)
  yield* writeValues(deps, rows, fields, signal)
  for (const way of ['tag', 'untag', 'form'] as const) yield* writeMemberships(deps, rows, way, signal)
  for (const row of rows) yield* takeOver(row, oneByOne(deps, fields, row.open, row.person, signal))
}

async function* changeAddresses(
  deps: ApplyDeps,
  rows: readonly BulkRow[],
  fields: CustomFields,
  signal: AbortSignal,
): AsyncGenerator<ApplyEvent> {
  for (const row of rows) {
    const change = contactWay(row.open) === 'alone' ? contactOf(row) : undefined
    if (change === undefined) continue
    yield* takeOver(row, oneByOne(deps, fields, [change], row.person, signal))
    yield* settleRest([row], ({ open, person }) => sortOut(open, person).settled)
  }
}

/** Passes events on, and keeps in the row what they say. */
async function* takeOver(
  row: BulkRow,
  events: AsyncGenerator<ApplyEvent, BulkRow['person']>,
): AsyncGenerator<ApplyEvent> {
  for (;;) {
    const next = await events.next()
    if (next.done === true) {
      row.person = next.value
      return
    }
    if (next.value.type === 'settled') {
      const over = new Set(next.value.outcomes.map(({ change }) => change))
      row.open = row.open.filter(({ id }) => !over.has(id))
    }
    yield next.value
  }
}
