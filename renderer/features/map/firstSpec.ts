import type { PlanSpec } from '../../../shared/contract/plans.ts'
import { ruleColumns } from '../../../shared/rules/partsOfRules.ts'
import type { Action, Filter } from '../../../shared/rules/rules.ts'
import { countryColumnOf } from '../../../shared/mapping/columnsOf.ts'
import { suggestedRules } from '../../../shared/mapping/suggestedRules.ts'
import type { MappingSuggestion } from '../../../shared/mapping/suggestMapping.ts'
import type { Column, ConnectionId, FieldRule, Mapping, Settings, SourceId } from '../../../shared/model.ts'

/** What is sent as long as the user says nothing else: what was suggested, changed rows only, to no audience. */
export function firstSpec(
  connection: ConnectionId,
  source: SourceId,
  suggestion: MappingSuggestion,
  settings: Pick<Settings, 'defaultCountry' | 'dateOrder'>,
): PlanSpec {
  return {
    connection,
    source,
    mapping: suggestedMapping(suggestion, settings),
    audiences: [],
    importTag: null,
    consent: null,
    mode: 'changed',
    duplicates: 'last',
    heldBack: 'skip',
    append: null,
  }
}

/** A suggestion that maps nothing. How values are read is still suggested: without it, no date and no number could be. */
export function ignoreAll(suggestion: MappingSuggestion): MappingSuggestion {
  const reason = 'Suggestions are switched off.'
  const columns = suggestion.columns.map(({ column }) => ({
    column,
    target: { ignore: true } as const,
    reason,
    confidence: 0,
  }))
  return { ...suggestion, columns }
}

export function suggestedMapping(
  { columns, values }: MappingSuggestion,
  settings: Pick<Settings, 'defaultCountry' | 'dateOrder'>,
): Mapping {
  return {
    fields: columns.flatMap(suggestedRules),
    left: columns.flatMap(({ target }) => ('left' in target ? [target.left] : [])),
    values: {
      ...values,
      defaultCountry: settings.defaultCountry ?? values.defaultCountry,
      dateOrder: settings.dateOrder ?? values.dateOrder,
    },
  }
}

/**
 * The same decisions for another reading of the file, or for another file: columns are found by their names. `null`
 * where one that is used is missing: then a new suggestion is worth more.
 */
export function carrySpec(
  spec: PlanSpec,
  source: SourceId,
  before: readonly Column[],
  now: readonly Column[],
): PlanSpec | null {
  const to = (column: number): number | undefined => {
    const name = before.find(({ index }) => index === column)?.name
    return now.find((one) => one.name === name)?.index
  }
  if (columnsOf(spec).some((column) => to(column) === undefined)) return null
  const moved = (column: number): number => to(column) ?? column
  return {
    ...spec,
    source,
    mapping: moveMapping(spec.mapping, moved),
    ...moveRules(spec, moved),
    ...(spec.stableId && { stableId: { column: moved(spec.stableId.column) } }),
    consent: spec.consent && { ...spec.consent, since: moveSince(spec.consent.since, moved) },
    ...(spec.lists && { lists: spec.lists.map((one) => ({ ...one, column: moved(one.column) })) }),
    append: spec.append && {
      ...spec.append,
      cursorColumn: spec.append.cursorColumn === null ? null : moved(spec.append.cursorColumn),
    },
  }
}

/** What was decided about everything but columns, with a new mapping. */
export function remapSpec(spec: PlanSpec, fresh: PlanSpec): PlanSpec {
  const since = spec.consent?.since ?? null
  return {
    ...spec,
    source: fresh.source,
    mapping: fresh.mapping,
    // What looks at columns of another file would look at others here.
    ...(ruleColumns(spec).length > 0 && { filter: undefined, rules: undefined }),
    stableId: undefined,
    ...(spec.lists && { lists: [] }),
    consent: spec.consent && { ...spec.consent, since: since !== null && 'column' in since ? null : since },
    append: spec.append && { ...spec.append, cursorColumn: null },
  }
}

/** Every column that a spec needs. */
export function columnsOf({
  mapping,
  consent,
  append,
  filter,
  rules,
  stableId,
  lists = [],
}: PlanSpec): readonly number[] {
  const fields = mapping.fields.flatMap(({ from }) => {
    if ('column' in from) return [from.column]
    return 'template' in from ? from.template.flatMap((part) => ('column' in part ? [part.column] : [])) : []
  })
  const since = consent?.since ?? null
  return [
    ...fields,
    ...mapping.left.map(({ column }) => column),
    ...ruleColumns({ filter, rules }),
    ...(stableId ? [stableId.column] : []),
    ...countryColumnOf(mapping.values),
    ...lists.map(({ column }) => column),
    ...(since !== null && 'column' in since ? [since.column] : []),
    ...(append?.cursorColumn === null || append === null ? [] : [append.cursorColumn]),
  ]
}

function moveMapping(mapping: Mapping, moved: (column: number) => number): Mapping {
  return {
    ...mapping,
    fields: mapping.fields.map((rule) => ({ ...rule, from: moveOrigin(rule.from, moved) })),
    left: mapping.left.map((rule) => ({ ...rule, column: moved(rule.column) })),
    values: moveCountry(mapping.values, moved),
  }
}

function moveRules(
  { filter, rules }: PlanSpec,
  moved: (column: number) => number,
): Pick<PlanSpec, 'filter' | 'rules'> {
  const moveFilter = ({ match, groups }: Filter): Filter => ({
    match,
    groups: groups.map((group) => ({
      ...group,
      conditions: group.conditions.map((one) =>
        'column' in one.of ? { ...one, of: { column: moved(one.of.column) } } : one,
      ),
    })),
  })
  const moveAction = (action: Action): Action =>
    action.do === 'set'
      ? { ...action, rule: { ...action.rule, from: moveOrigin(action.rule.from, moved) } }
      : action
  return {
    filter: filter && moveFilter(filter),
    rules: rules?.map(({ when, then }) => ({ when: when && moveFilter(when), then: then.map(moveAction) })),
  }
}

function moveCountry(values: Mapping['values'], moved: (column: number) => number): Mapping['values'] {
  const [column] = countryColumnOf(values)
  return column === undefined ? values : { ...values, countryColumn: moved(column) }
}

function moveOrigin(from: FieldRule['from'], moved: (column: number) => number): FieldRule['from'] {
  if ('column' in from) return { column: moved(from.column) }
  if ('constant' in from) return from
  return { template: from.template.map((part) => ('column' in part ? { column: moved(part.column) } : part)) }
}

function moveSince(
  since: NonNullable<PlanSpec['consent']>['since'],
  moved: (column: number) => number,
): NonNullable<PlanSpec['consent']>['since'] {
  return since !== null && 'column' in since ? { column: moved(since.column) } : since
}
