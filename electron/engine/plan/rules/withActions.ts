import type { AudienceRef } from '../../../../shared/model.ts'
import type { DiffRules } from '../diffRow.ts'
import type { RowActions } from './rowActions.ts'

/** The rules for one row of which more is true than of all: what it says of it alone comes after the rest. Pure. */
export function withActions(rules: DiffRules, { joins, leaves, sets }: RowActions): DiffRules {
  const audiences = [...rules.audiences.filter((one) => !isIn(leaves, one) && !isIn(joins, one)), ...joins]
  const isSet = new Set(sets.map(({ field }) => field))
  const fields =
    sets.length === 0 ? rules.fields : [...rules.fields.filter(({ field }) => !isSet.has(field)), ...sets]
  return { ...rules, audiences, fields }
}

function isIn(audiences: readonly AudienceRef[], { kind, id }: AudienceRef): boolean {
  return audiences.some((one) => one.kind === kind && one.id === id)
}
