import type { PlanSpec } from '../../../shared/contract/plans.ts'
import { AppError } from '../../../shared/errors.ts'
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
import { type RecipeAudience, type RecipeDocument, recipeVersion } from './recipeDocument.ts'

export interface RecipeParts {
  readonly name: string
  readonly spec: PlanSpec
  readonly columns: readonly Column[]
  readonly connection: Connection
  readonly schema: AccountSchema
  /** What of the file's format was not detected. */
  readonly format: FormatOverrides
}

/** What a plan was made from, without anything of this computer or of this one file. Pure. */
export function toRecipe({ name, spec, columns, connection, schema, format }: RecipeParts): RecipeDocument {
  const columnName = (index: number) => {
    const column = columns[index]
    if (!column) throw new AppError('invalid-input', noSuchColumn(columns, index))
    return column.name
  }
  const audience = (ref: AudienceRef): RecipeAudience => ({ ...ref, name: audienceName(schema, ref) })
  return {
    listferry: 'saved sync',
    version: recipeVersion,
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
    mode: spec.mode,
    duplicates: spec.duplicates,
    heldBack: spec.heldBack,
    ...(spec.confirmation === true && { confirmation: true }),
    ...(spec.onlyPlaced === true && { onlyPlaced: true }),
    append: spec.append && {
      recipe: spec.append.recipe,
      cursorColumn: spec.append.cursorColumn === null ? null : columnName(spec.append.cursorColumn),
    },
  }
}

/** Names of the columns that a recipe uses, each once. */
export function recipeColumns({ fields, left, values, consent, append }: RecipeDocument): string[] {
  const since = consent?.since
  return [
    ...new Set([
      ...fields.flatMap(({ from }) => originColumns(from)),
      ...left.map(({ column }) => column),
      ...(values.countryColumn == null ? [] : [values.countryColumn]),
      ...(since && 'column' in since ? [since.column] : []),
      ...(append === null || append.cursorColumn === null ? [] : [append.cursorColumn]),
    ]),
  ]
}

function valuesOf(
  { countryColumn, ...values }: ValueSettings,
  columnName: (index: number) => string,
): RecipeDocument['values'] {
  return countryColumn == null ? values : { ...values, countryColumn: columnName(countryColumn) }
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
