import { AppError } from '../../../shared/errors.ts'
import type { PlanSpec, PlanSummary } from '../../../shared/contract/plans.ts'
import type { AccountSchema, AudienceRef, ChangeDraft } from '../../../shared/model.ts'
import { isNewAudience, newAudienceId } from '../../../shared/newAudience.ts'
import type { Account, Connector, RequestCounter } from '../connectors/connector.ts'
import type { PlannedRow } from '../store/plans.ts'

/** The tag or list that an import makes for everyone it touches; `null` where it makes none. */
export interface ImportTag {
  readonly audience: AudienceRef
  readonly name: string
}

/**
 * @throws AppError `invalid-input` where people are put into an audience of that name anyway: it would be the same one.
 */
export function importTagOf(connector: Connector, spec: PlanSpec, schema: AccountSchema): ImportTag | null {
  const name = spec.importTag
  if (name === null) return null
  const kind = connector.audiences.find(({ canCreate }) => canCreate)?.kind
  if (kind === undefined)
    throw new AppError(
      'invalid-input',
      `${connector.title} has nothing to mark an import with. Leave that out.`,
    )
  const isChosen = schema.audiences.some(
    (one) =>
      one.kind === kind &&
      one.name.toLowerCase() === name.toLowerCase() &&
      spec.audiences.some((chosen) => chosen.kind === kind && chosen.id === one.id),
  )
  if (isChosen)
    throw new AppError(
      'invalid-input',
      `The ${kind} “${name}” is chosen already. Mark the import with another name, or not at all.`,
    )
  return { audience: { kind, id: newAudienceId(name) }, name }
}

/** Whoever is created or changed anyway joins it too; nobody is written just for that. Pure. */
export function markImport(
  planned: PlannedRow,
  tag: ImportTag | null,
  repeatOf: Connector['repeatOf'],
): PlannedRow {
  if (tag === null) return planned
  const [first] = planned.changes
  const isUnsubscribed = planned.changes.some(({ op }) => op === 'unsubscribe')
  const goes = (planned.kind === 'create' || planned.kind === 'update') && !isUnsubscribed
  if (first === undefined || !goes) return planned
  const { audience } = tag
  const repeat = repeatOf({ object: 'membership', op: 'join', audience })
  const join: ChangeDraft = { object: 'membership', op: 'join', key: first.key, audience, repeat }
  return { ...planned, changes: [...planned.changes, join] }
}

/** The audiences of a plan by name, with the one that it will make. */
export function withImportTag(
  audiences: PlanSummary['audiences'],
  tag: ImportTag | null,
): PlanSummary['audiences'] {
  return tag === null ? audiences : [...audiences, { ...tag.audience, name: tag.name }]
}

/** Counts a plan's requests, with the one that makes its new audience. */
export function planCounter(account: Account): RequestCounter {
  const counter = account.requestCounter()
  let isNew = false
  return {
    ...counter,
    add(row) {
      if (!isNew && row.some(joinsNew)) {
        isNew = true
        counter.addNewAudience()
      }
      counter.add(row.map(withAnyId))
    },
  }
}

export function joinsNew(change: ChangeDraft): boolean {
  return change.object === 'membership' && isNewAudience(change.audience)
}

/** An id of the form that services have: they refuse others. */
export function withAnyId<C extends ChangeDraft>(change: C): C {
  return change.object === 'membership' && isNewAudience(change.audience)
    ? { ...change, audience: { ...change.audience, id: '0' } }
    : change
}
