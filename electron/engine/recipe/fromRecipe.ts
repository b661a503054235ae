import type { PlanSpec } from '../../../shared/contract/plans.ts'
import { AppError } from '../../../shared/errors.ts'
import type {
  AccountSchema,
  AudienceRef,
  Column,
  FieldId,
  FieldRule,
  SourceId,
  ValueOrigin,
  ValueSettings,
} from '../../../shared/model.ts'
import type { Action, Filter, Subject } from '../../../shared/rules/rules.ts'
import { foldWord } from '../../../shared/values/foldWord.ts'
import type { Connection } from '../store/connections.ts'
import type { RecipeAudience, RecipeDocument, RecipeFieldRule, RecipeFilter } from './recipeDocument.ts'
import { recipeColumns } from './toRecipe.ts'

/** What a recipe meets here: a file and an account. */
export interface RecipePlace {
  readonly source: SourceId
  readonly columns: readonly Column[]
  readonly connection: Connection
  /** `Kit · Bakery` */
  readonly where: string
  /** As the rows are mapped to it. */
  readonly schema: AccountSchema
}

/**
 * What to plan: the recipe's columns wherever they stand in this file, its fields and audiences as this account has
 * them. Pure.
 * @throws AppError `invalid-input` naming a column, field or audience that is not there.
 */
export function fromRecipe(recipe: RecipeDocument, place: RecipePlace): PlanSpec {
  const column = columnFinder(place.columns)
  const audience = (wanted: RecipeAudience) => findAudience(recipe, wanted, place)
  const fieldRule = (rule: RecipeFieldRule): FieldRule => ({
    ...rule,
    field: findField(recipe, rule.field, place),
    from: originOf(rule.from, column),
  })
  const filter = (wanted: RecipeFilter): Filter => filterHere(wanted, { recipe, place, column })
  return {
    connection: place.connection.id,
    source: place.source,
    mapping: {
      fields: recipe.fields.map(fieldRule),
      left: recipe.left.map((rule) => ({ ...rule, column: column(rule.column) })),
      values: valuesOf(recipe.values, column),
    },
    audiences: recipe.audiences.map(audience),
    consent: consentOf(recipe, audience, column),
    importTag: recipe.importTag,
    ...(recipe.volume && { volume: recipe.volume }),
    ...(recipe.filter && { filter: filter(recipe.filter) }),
    ...(recipe.rules && {
      rules: recipe.rules.map(({ when, then }) => ({
        when: when && filter(when),
        then: then.map((action): Action => {
          if (action.do === 'set') return { do: action.do, rule: fieldRule(action.rule) }
          return action.do === 'unsubscribe' ? action : { do: action.do, audience: audience(action.audience) }
        }),
      })),
    }),
    ...(recipe.lists && {
      lists: recipe.lists.map(({ column: name, values, ...list }) => ({
        ...list,
        column: column(name),
        values: values.map((one) => ({ value: one.value, audience: one.audience && audience(one.audience) })),
      })),
    }),
    mode: recipe.mode,
    duplicates: recipe.duplicates,
    ...(recipe.sameAddress !== undefined && { sameAddress: recipe.sameAddress }),
    heldBack: recipe.heldBack,
    ...(recipe.stableId && { stableId: { column: column(recipe.stableId.column) } }),
    ...(recipe.ignoreLeftList === true && { ignoreLeftList: true }),
    ...(recipe.confirmation === true && { confirmation: true }),
    ...(recipe.onlyPlaced === true && { onlyPlaced: true }),
    append: recipe.append && {
      recipe: recipe.append.recipe,
      cursorColumn: recipe.append.cursorColumn === null ? null : column(recipe.append.cursorColumn),
    },
    ...(recipe.object && { object: recipe.object }),
  }
}

interface FilterPlace {
  readonly recipe: RecipeDocument
  readonly place: RecipePlace
  readonly column: (name: string) => number
}

function filterHere({ match, groups }: RecipeFilter, { recipe, place, column }: FilterPlace): Filter {
  const subject = (of: RecipeFilter['groups'][number]['conditions'][number]['of']): Subject => {
    if ('column' in of) return { column: column(of.column) }
    if ('field' in of) return { field: findField(recipe, of.field, place) }
    return 'audience' in of ? { audience: findAudience(recipe, of.audience, place) } : of
  }
  return {
    match,
    groups: groups.map((group) => ({
      match: group.match,
      conditions: group.conditions.map(({ of, ...rest }) => ({ ...rest, of: subject(of) })),
    })),
  }
}

/** @throws AppError `invalid-input` naming the columns that this file lacks, and those that it has */
export function refuseOtherShape(recipe: RecipeDocument, columns: readonly Column[]): void {
  const find = columnFinder(columns)
  for (const name of recipeColumns(recipe)) find(name)
}

/** Where a column that a recipe names is in this file: by its name, however it is written. */
export function columnFinder(columns: readonly Column[]): (name: string) => number {
  return (name) => {
    const folded = foldWord(name)
    const found =
      columns.find((column) => column.name === name) ??
      columns.find((column) => folded !== '' && foldWord(column.name) === folded)
    if (found) return found.index
    throw new AppError(
      'invalid-input',
      `The file has no column “${name}”. It has: ${columns.map((column) => column.name).join(', ')}. ` +
        'Choose a file of the same shape, or map it anew and save the sync again.',
    )
  }
}

/** Ids mean something only in the account that they are from. */
function isSameAccount({ account }: RecipeDocument, { connection }: RecipePlace): boolean {
  return account.id === connection.account.id
}

function findAudience(recipe: RecipeDocument, wanted: RecipeAudience, place: RecipePlace): AudienceRef {
  const { kind, id, name } = wanted
  const ofKind = place.schema.audiences.filter((one) => one.kind === kind)
  const byId = isSameAccount(recipe, place) ? ofKind.find((one) => one.id === id) : undefined
  const found =
    byId ??
    ofKind.find((one) => one.name === name) ??
    ofKind.find((one) => foldWord(one.name) === foldWord(name))
  if (found) return { kind, id: found.id }
  throw new AppError(
    'invalid-input',
    `${place.where} has no ${kind} “${name}” any more. Make it there, or map the file anew and save the sync again.`,
  )
}

function findField(
  recipe: RecipeDocument,
  wanted: RecipeDocument['fields'][number]['field'],
  place: RecipePlace,
): FieldId {
  const { fields } = place.schema
  const isBuiltIn = (id: string) => fields.some((one) => one.id === id && !one.custom)
  const byId =
    isSameAccount(recipe, place) || isBuiltIn(wanted.id)
      ? fields.find((one) => one.id === wanted.id)
      : undefined
  const found =
    byId ??
    fields.find((one) => one.label === wanted.label) ??
    fields.find((one) => one.key === wanted.key) ??
    fields.find((one) => foldWord(one.label) === foldWord(wanted.label))
  if (found) return found.id
  // A property of Klaviyo that nobody has yet: it comes into being with its first value.
  if (recipe.service === 'klaviyo') return wanted.id as FieldId
  throw new AppError(
    'invalid-input',
    `${place.where} has no field “${wanted.label}” any more. Make it there, or map the file anew and save the sync again.`,
  )
}

function valuesOf(
  { countryColumn, ...values }: RecipeDocument['values'],
  column: (name: string) => number,
): ValueSettings {
  return countryColumn === undefined || countryColumn === null
    ? values
    : { ...values, countryColumn: column(countryColumn) }
}

function originOf(
  from: RecipeDocument['fields'][number]['from'],
  column: (name: string) => number,
): ValueOrigin {
  if ('column' in from) return { column: column(from.column) }
  if ('constant' in from) return from
  return {
    template: from.template.map((part) => ('column' in part ? { column: column(part.column) } : part)),
  }
}

function consentOf(
  { consent }: RecipeDocument,
  audience: (wanted: RecipeAudience) => AudienceRef,
  column: (name: string) => number,
): PlanSpec['consent'] {
  if (consent === null) return null
  const { since } = consent
  return {
    ...consent,
    audience: consent.audience && audience(consent.audience),
    since: since && ('column' in since ? { column: column(since.column) } : since),
  }
}
