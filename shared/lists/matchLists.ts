import type { Audience, AudienceKind } from '../model.ts'
import { foldValue } from '../values/steps/valuesStep.ts'
import type { ListValue } from './listColumns.ts'

export interface MatchedValues {
  /** Values that are the name of an audience, in any letters. */
  readonly values: readonly ListValue[]
  /** The others: nobody is put anywhere for them until somebody says where. */
  readonly missing: readonly string[]
}

/** Finds the audiences that values name. */
export function matchLists(
  values: readonly string[],
  audiences: readonly Audience[],
  kind: AudienceKind,
): MatchedValues {
  const byName = new Map(
    audiences.filter((one) => one.kind === kind && one.open).map((one) => [foldValue(one.name), one]),
  )
  const found: ListValue[] = []
  const missing: string[] = []
  const seen = new Set<string>()
  for (const value of values) {
    const key = foldValue(value)
    if (seen.has(key)) continue
    seen.add(key)
    const audience = byName.get(key)
    if (audience === undefined) missing.push(value)
    else found.push({ value, audience: { kind, id: audience.id } })
  }
  return { values: found, missing }
}
