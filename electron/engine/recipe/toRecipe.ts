import type { CheckFix } from '../../../shared/contract/check.ts'
import type { PlanSpec } from '../../../shared/contract/plans.ts'
import { AppError } from '../../../shared/errors.ts'
import { countryColumnOf } from '../../../shared/mapping/columnsOf.ts'
import { noSuchColumn } from '../../../shared/mapping/columnAt.ts'
import type {
  AccountSchema,
  AudienceRef,
  Column,
  FieldId,
  FieldRule,
  ValueOrigin,
  ValueSettings,
} from '../../../shared/model.ts'
import type { FormatOverrides } from '../source/detectFormat.ts'
import type { Connection } from '../store/connections.ts'
import { cleaningOf } from './cleaning.ts'
import type { Filter, Subject } from '../../../shared/rules/rules.ts'
import {
  type RecipeAudience,
  type RecipeDocument,
  type RecipeFilter,
  recipeVersion,
} from './recipeDocument.ts'

export interface RecipeParts {
  readonly name: string
  readonly spec: PlanSpec
  readonly columns: readonly Column[]
  readonly connection: Connection
  /** As the rows are mapped to it. */
  readonly schema: AccountSchema
  /** What of the file's format was not detected. */
  readonly format: FormatOverrides
  /** What was done to all alike in its rows. */
  readonly fixes: readonly CheckFix[]
  readonly identifiers: readonly FieldId[]
}

/** What a plan was made from, without anything of this computer or of this one file. Pure. */
export function toRecipe({ fixes, identifiers, ...parts }: RecipeParts): RecipeDocument {
  const document = uncleaned(parts)
  const { fields } = parts.spec.mapping
  const used = recipeColumns(document)
  const cleaning = cleaningOf(fixes, { columns: parts.columns, fields, identifiers, used })
  return cleaning.length === 0 ? document : { ...document, version: recipeVersion, cleaning }
}

type SpecParts = Omit<RecipeParts, 'fixes' | 'identifiers'>

function uncleaned({ name, spec, columns, connection, schema, format }: SpecParts): RecipeDocument {
  const columnName = (index: number) => {
    const column = columns[index]
    if (!column) throw new AppError('invalid-input', noSuchColumn(columns, index))
    return column.name
  }
  const audience = (ref: AudienceRef): RecipeAudience => ({ ...ref, name: audienceName(schema, ref) })
  return {
    listferry: 'saved sync',
    version: versionOf(spec),
    name,
    service: connection.service,
    account: { id: connection.account.id, name: connection.account.name },
    format,
    fields: spec.mapping.fields.map((rule) => fieldRule(rule, schema, columnName)),
    left: spec.mapping.left.map(({ column, leftWhen }) => ({ column: columnName(column), leftWhen })),
    values: valuesOf(spec.mapping.values, columnName),
    audiences: spec.audiences.map(audience),
    consent: consentOf(spec, audience, columnName),
    importTag: spec.importTag,
    ...(spec.volume && { volume: spec.volume }),
    ...rulesOf(spec, { audience, columnName, schema }),
    ...(spec.lists !== undefined && {
      lists: spec.lists.map(({ column, values, ...list }) => ({
        ...list,
        column: columnName(column),
        values: values.map(({ value, audience: ref }) => ({ value, audience: ref && audience(ref) })),
      })),
    }),
    mode: spec.mode,
    duplicates: spec.duplicates,
    ...(spec.sameAddress !== undefined && { sameAddress: [...spec.sameAddress] }),
    heldBack: spec.heldBack,
    ...(spec.stableId && { stableId: { column: columnName(spec.stableId.column) } }),
    ...(spec.ignoreLeftList === true && { ignoreLeftList: true }),
    ...(spec.confirmation === true && { confirmation: true }),
    ...(spec.onlyPlaced === true && { onlyPlaced: true }),
    append: spec.append && {
      recipe: spec.append.recipe,
      cursorColumn: spec.append.cursorColumn === null ? null : columnName(spec.append.cursorColumn),
    },
    ...(spec.object && { object: spec.object }),
  }
}

/** The oldest version that says all of it. */
function versionOf(spec: PlanSpec): RecipeDocument['version'] {
  if (spec.object) return recipeVersion
  return isNew(spec) ? 2 : 1
}

/** What the first version of recipes knew nothing of. */
function isNew({
  filter = null,
  rules = [],
  stableId = null,
  lists = [],
  mode,
  mapping,
  volume,
  duplicates,
  sameAddress = [],
}: PlanSpec): boolean {
  if (stableId !== null || volume !== undefined || lists.length > 0) return true
  if (filter !== null || rules.length > 0 || mode === 'mirror' || changesCells(mapping)) return true
  return duplicates === 'most-complete' || duplicates === 'merge' || sameAddress.length > 0
}

/** Steps with something to say about them, and phone numbers whose country a column says. */
function changesCells({ fields, values }: PlanSpec['mapping']): boolean {
  const hasSteps = fields.some(({ transforms }) => transforms.some((one) => typeof one !== 'string'))
  return hasSteps || countryColumnOf(values).length > 0
}

interface Naming {
  readonly audience: (ref: AudienceRef) => RecipeAudience
  readonly columnName: (index: number) => string
  readonly schema: AccountSchema
}

function rulesOf(
  { filter = null, rules = [] }: PlanSpec,
  naming: Naming,
): Pick<RecipeDocument, 'filter' | 'rules'> {
  return {
    ...(filter !== null && { filter: filterNamed(filter, naming) }),
    ...(rules.length > 0 && {
      rules: rules.map(({ when, then }) => ({
        when: when && filterNamed(when, naming),
        then: then.map((action) => {
          if (action.do === 'set')
            return { do: action.do, rule: fieldRule(action.rule, naming.schema, naming.columnName) }
          return action.do === 'unsubscribe'
            ? action
            : { do: action.do, audience: naming.audience(action.audience) }
        }),
      })),
    }),
  }
}

function filterNamed({ match, groups }: Filter, { audience, columnName, schema }: Naming): RecipeFilter {
  const subject = (of: Subject): RecipeFilter['groups'][number]['conditions'][number]['of'] => {
    if ('column' in of) return { column: columnName(of.column) }
    if ('field' in of) return { field: knownField(schema, of.field) }
    return 'audience' in of ? { audience: audience(of.audience) } : of
  }
  return {
    match,
    groups: groups.map((group) => ({
      match: group.match,
      conditions: group.conditions.map(({ of, test, not }) => ({
        of: subject(of),
        test: 'text' in test ? { ...test, text: [...test.text] } : test,
        not,
      })),
    })),
  }
}

/** Names of the columns that a recipe uses, each once. */
export function recipeColumns({
  stableId,
  fields,
  left,
  values,
  consent,
  append,
  filter,
  rules = [],
  lists = [],
}: RecipeDocument): string[] {
  const since = consent?.since
  return [
    ...new Set([
      ...fields.flatMap(({ from }) => originColumns(from)),
      ...left.map(({ column }) => column),
      ...(stableId ? [stableId.column] : []),
      ...[values.countryColumn ?? []].flat(),
      ...lists.map(({ column }) => column),
      ...[filter, ...rules.map(({ when }) => when)].flatMap(filterColumns),
      ...rules.flatMap(({ then }) =>
        then.flatMap((one) => (one.do === 'set' ? originColumns(one.rule.from) : [])),
      ),
      ...(since && 'column' in since ? [since.column] : []),
      ...(append === null || append.cursorColumn === null ? [] : [append.cursorColumn]),
    ]),
  ]
}

function valuesOf(
  { countryColumn, ...values }: ValueSettings,
  columnName: (index: number) => string,
): RecipeDocument['values'] {
  return countryColumn === undefined || countryColumn === null
    ? values
    : { ...values, countryColumn: columnName(countryColumn) }
}

function filterColumns(filter: RecipeFilter | null | undefined): string[] {
  const conditions = filter?.groups.flatMap((group) => group.conditions) ?? []
  return conditions.flatMap(({ of }) => ('column' in of ? [of.column] : []))
}

function originColumns(from: RecipeDocument['fields'][number]['from']): string[] {
  if ('column' in from) return [from.column]
  if ('constant' in from) return []
  return from.template.flatMap((part) => ('column' in part ? [part.column] : []))
}

function consentOf(
  { consent }: PlanSpec,
  audience: (ref: AudienceRef) => RecipeAudience,
  columnName: (index: number) => string,
): RecipeDocument['consent'] {
  if (consent === null) return null
  const { channels, since, source } = consent
  return {
    channels: [...channels],
    audience: consent.audience && audience(consent.audience),
    since: since && ('column' in since ? { column: columnName(since.column) } : since),
    source,
  }
}

function audienceName(schema: AccountSchema, { kind, id }: AudienceRef): string {
  return schema.audiences.find((one) => one.kind === kind && one.id === id)?.name ?? id
}

function fieldRule(
  { field, type, from, transforms, write, blank }: FieldRule,
  schema: AccountSchema,
  columnName: (index: number) => string,
): RecipeDocument['fields'][number] {
  return {
    field: knownField(schema, field),
    type,
    from: originOf(from, columnName),
    transforms: [...transforms],
    write,
    blank,
  }
}

function knownField(schema: AccountSchema, id: FieldId): RecipeDocument['fields'][number]['field'] {
  const found = schema.fields.find((one) => one.id === id)
  return { id, label: found?.label ?? id, key: found?.key ?? id, type: found?.type ?? 'text' }
}

function originOf(
  from: ValueOrigin,
  columnName: (index: number) => string,
): RecipeDocument['fields'][number]['from'] {
  if ('column' in from) return { column: columnName(from.column) }
  if ('constant' in from) return from
  return {
    template: from.template.map((part) =>
      'column' in part ? { column: columnName(part.column) } : { text: part.text },
    ),
  }
}
