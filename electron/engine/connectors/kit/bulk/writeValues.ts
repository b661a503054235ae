import type { ContactChange, FieldId, FieldValue } from '../../../../../shared/model.ts'
import type { ApplyEvent, StepOutcome } from '../../applyEvents.ts'
import { understand } from '../answers.ts'
import { type ApplyDeps, sortOut, waitingWords, waitsFor } from '../apply.ts'
import type { CustomFields } from '../customFields.ts'
import { storedText } from '../subscriber.ts'
import { knownField } from '../writes.ts'
import { valuesAnswer } from './bulkAnswers.ts'
import { inHundreds, numberOf, valuesRequest } from './bulkRequests.ts'
import { type BulkRow, contactOf, customValues } from './bulkRows.ts'
import { fatesOf, type PairFate } from './matchPairs.ts'
import { settled, settleRest } from './settled.ts'

/** One value of one person. */
interface Item {
  readonly row: BulkRow
  readonly change: ContactChange
  readonly field: FieldId
  readonly value: FieldValue
  readonly subscriber: string
  /** Kit's id of the field. */
  readonly target: string
}

/** Writes field values, a hundred in one request. A person is written when their last value is. */
export async function* writeValues(
  { send }: ApplyDeps,
  rows: readonly BulkRow[],
  fields: CustomFields,
  signal: AbortSignal,
): AsyncGenerator<ApplyEvent> {
  const items = rows.flatMap((row) => itemsOf(row, fields))
  const left = new Map([...Map.groupBy(items, ({ change }) => change)].map(([one, its]) => [one, its.length]))
  const problems = new Map<ContactChange, string[]>()
  for (const some of inHundreds(items)) {
    const request = valuesRequest(
      some.map(({ subscriber, target, value }) => ({
        subscriber_id: numberOf(subscriber),
        subscriber_custom_field_id: numberOf(target),
        value: storedText(value) ?? '',
      })),
    )
    const { method, path } = request
    const changes = [...new Set(some.map(({ change }) => change))]
    yield {
      type: 'sending',
      changes: changes.map(({ id }) => id),
      request: { method, path, fields: [...new Set(some.map(({ field }) => field))] },
    }
    const answer = await send(request, signal)
    const { custom_field_values, failures } = understand(valuesAnswer, answer, 'the values just written')
    const fates = fatesOf(
      some,
      custom_field_values.map(({ subscriber_id }) => subscriber_id),
      failures.map(({ errors, custom_field_value: { subscriber_id, subscriber_custom_field_id } }) => ({
        subscriber: subscriber_id ?? null,
        target: subscriber_custom_field_id ?? null,
        reason: errors,
      })),
    )
    for (const [n, { change, field }] of some.entries()) {
      left.set(change, (left.get(change) ?? 1) - 1)
      const problem = problemOf(fates[n] ?? 'untold', fields, field)
      if (problem !== null) problems.set(change, [...(problems.get(change) ?? []), problem])
    }
    const whole = changes.filter((change) => left.get(change) === 0)
    const outcomes = whole.map((change) => outcomeOf(change, rows, problems.get(change), answer.status))
    if (outcomes.length > 0) yield settled(rows, outcomes)
    const half = changes.filter((change) => left.get(change) !== 0).map(({ id }) => id)
    if (half.length > 0) yield { type: 'answered', changes: half, httpStatus: answer.status }
    yield* settleRest(rows, (row) => sortOut(row.open, row.person).settled)
  }
}

function itemsOf(row: BulkRow, fields: CustomFields): readonly Item[] {
  const change = contactOf(row)
  const subscriber = row.person.key.remoteId
  if (change === undefined || subscriber === null || row.person.refusal !== null) return []
  return customValues(change).map(([field, value]) => ({
    row,
    change,
    field,
    value,
    subscriber,
    target: knownField(field, fields).id,
  }))
}

function problemOf(fate: PairFate, { byId }: CustomFields, field: FieldId): string | null {
  if (fate === 'done') return null
  const label = byId.get(field)?.label ?? field
  return fate === 'untold' ? `${label}: Kit did not say what became of it` : `${label}: ${fate.refused}`
}

/** A person who is gone is refused. A field that is gone is left out, which stops the run: it would be on every row. */
function outcomeOf(
  change: ContactChange,
  rows: readonly BulkRow[],
  problems: readonly string[] | undefined,
  httpStatus: number,
): StepOutcome {
  const { id } = change
  const row = rows.find(({ open }) => open.some((one) => one.id === id))
  const remoteId = row?.person.key.remoteId ?? null
  const waits = waitsFor(change, row?.person.state ?? null)
  const written: StepOutcome = {
    change: id,
    status: waits ? 'accepted' : 'written',
    httpStatus,
    ...(waits && { reason: waitingWords }),
    ...(remoteId !== null && { remoteId }),
  }
  if (problems === undefined) return written
  if (problems.every((problem) => /subscriber does not exist/i.test(problem))) {
    const reason = 'This person is no longer in the Kit account.'
    if (row) row.person = { ...row.person, refusal: reason, httpStatus }
    return { change: id, status: 'rejected', httpStatus, reason }
  }
  return {
    ...written,
    ignored: problems,
    reason: `Kit left out part of it: ${problems.join('; ')}`,
  }
}
