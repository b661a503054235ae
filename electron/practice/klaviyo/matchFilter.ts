import type { Condition } from './filterRules.ts'

type Value = string | number | boolean | null

/** What a record has in a field: one value, several (any may match), or whether it is there (`has`). */
export type FieldReader<T> = (record: T, field: string) => Value | readonly Value[]

/** The records that meet every condition. */
export function matching<T>(
  records: Iterable<T>,
  conditions: readonly Condition[],
  read: FieldReader<T>,
): readonly T[] {
  return [...records].filter((record) =>
    conditions.every((condition) => meets(read(record, condition.field), condition)),
  )
}

/** Whether a value (or one of several) meets a condition. Text is compared with its case (the guide). */
export function meets(actual: Value | readonly Value[], { operator, values }: Condition): boolean {
  const several: readonly Value[] = Array.isArray(actual) ? (actual as readonly Value[]) : [actual as Value]
  if (operator === 'has') return several.some((each) => each !== null && each !== false)
  return several.some((each) => values.some((wanted) => compare(operator, each, wanted)))
}

function compare(operator: string, actual: Value, wanted: Value): boolean {
  if (operator === 'any' || operator === 'equals') return actual === wanted
  if (typeof actual === 'string' && typeof wanted === 'string') return compareText(operator, actual, wanted)
  if (typeof actual !== 'number' || typeof wanted !== 'number') return false
  if (operator === 'greater-than') return actual > wanted
  if (operator === 'greater-or-equal') return actual >= wanted
  if (operator === 'less-than') return actual < wanted
  return operator === 'less-or-equal' && actual <= wanted
}

function compareText(operator: string, actual: string, wanted: string): boolean {
  if (operator === 'contains') return actual.includes(wanted)
  if (operator === 'starts-with') return actual.startsWith(wanted)
  return operator === 'ends-with' && actual.endsWith(wanted)
}
