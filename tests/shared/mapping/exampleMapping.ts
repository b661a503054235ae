import type {
  Column,
  FieldId,
  FieldRule,
  LeftRule,
  Mapping,
  ValueOrigin,
  ValueType,
} from '../../../shared/model.ts'

export function columnsNamed(...names: readonly string[]): readonly Column[] {
  return names.map((name, index) => ({ index, name, header: name }))
}

/** A rule with the defaults of a new mapping. */
export function rule(
  field: string,
  type: ValueType,
  from: number | string,
  rest: Partial<Pick<FieldRule, 'transforms' | 'blank' | 'write'>> = {},
): FieldRule {
  const origin: ValueOrigin = typeof from === 'number' ? { column: from } : { constant: from }
  return {
    field: field as FieldId,
    type,
    from: origin,
    transforms: [],
    write: 'always',
    blank: 'leave',
    ...rest,
  }
}

export function mappingOf(fields: readonly FieldRule[], left: readonly LeftRule[] = []): Mapping {
  return { fields, left, values: { defaultCountry: 'US', dateOrder: 'month-day', decimalMark: '.' } }
}
