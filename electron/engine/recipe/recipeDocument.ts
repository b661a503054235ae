import { z } from 'zod'
import { checkFixOf } from '../../../shared/contract/check.ts'
import { duplicateRules } from '../../../shared/contract/plans.ts'
import { formatOverrides } from '../../../shared/contract/sources.ts'
import { volumeInput } from '../../../shared/contract/volumeInput.ts'
import { transformInput } from '../../../shared/contract/transformInput.ts'
import { listColumnOf } from '../../../shared/contract/listInput.ts'
import { objectOps, objectTypeIds } from '../../../shared/objectTypes.ts'
import { filterOf } from '../../../shared/rules/rules.ts'
import { AppError } from '../../../shared/errors.ts'

/**
 * The newest version of recipes. A program reads this one and older ones, and writes the oldest that says all of a
 * recipe: an older program that knew nothing of filters would send to everyone, and one that knew nothing of objects
 * would bring people in.
 */
export const recipeVersion = 3

const column = z.string().min(1).max(1000)
const valueType = z.enum(['text', 'email', 'phone', 'number', 'boolean', 'date'])
const audience = z.object({
  kind: z.enum(['form', 'tag', 'sequence', 'list']),
  id: z.string().max(200),
  name: z.string().max(1000),
})

const field = z.object({
  id: z.string().max(500),
  label: z.string().max(1000),
  key: z.string().max(1000),
  type: valueType,
})

const fieldRule = z.object({
  field,
  type: valueType,
  from: z.union([
    z.object({ column }),
    z.object({ constant: z.string().max(10_000) }),
    z.object({
      template: z
        .array(z.union([z.object({ column }), z.object({ text: z.string().max(1000) })]))
        .min(1)
        .max(50),
    }),
  ]),
  transforms: z.array(transformInput).max(20),
  write: z.enum(['always', 'if-empty', 'only-new']),
  blank: z.enum(['leave', 'clear']),
})

const filter = filterOf(
  z.union([
    z.object({ column }),
    z.object({ field }),
    z.object({ audience }),
    z.object({ person: z.enum(['known', 'state', 'created', 'id']) }),
  ]),
)

const action = z.union([
  z.object({ do: z.enum(['join', 'leave']), audience }),
  z.object({ do: z.literal('set'), rule: fieldRule }),
  z.object({ do: z.literal('unsubscribe') }),
])

const fix = checkFixOf(column)

/** A saved sync as it is kept and exported: columns by name, fields and audiences by id and by name. */
export const recipeDocument = z.object({
  listferry: z.literal('saved sync'),
  version: z.union([z.literal(1), z.literal(2), z.literal(recipeVersion)]),
  name: z.string().trim().min(1).max(200),
  service: z.enum(['kit', 'klaviyo']),
  /** The account's id at its service, so that ids of fields and audiences are believed only there. */
  account: z.object({ id: z.string().max(200), name: z.string().max(500) }),
  format: formatOverrides,
  fields: z.array(fieldRule).max(1000),
  left: z.array(z.object({ column, leftWhen: z.enum(['yes', 'no', 'any-value']) })).max(100),
  values: z.object({
    defaultCountry: z.string().max(60).nullable(),
    countryColumn: column.nullish(),
    dateOrder: z.enum(['day-month', 'month-day']),
    decimalMark: z.enum(['.', ',']),
  }),
  audiences: z.array(audience).max(20),
  consent: z
    .object({
      channels: z.array(z.enum(['email', 'sms'])).min(1),
      audience: audience.nullable(),
      since: z.union([z.object({ column }), z.object({ date: z.iso.datetime() })]).nullable(),
      source: z.string().max(200),
    })
    .nullable(),
  importTag: z.string().trim().min(1).max(200).nullable(),
  volume: volumeInput.optional(),
  filter: filter.nullish(),
  rules: z
    .array(z.object({ when: filter.nullable(), then: z.array(action).min(1).max(50) }))
    .max(50)
    .optional(),
  lists: z.array(listColumnOf(column, audience)).max(10).optional(),
  /** What was done to all alike in the file that it was saved from, in that order. */
  cleaning: z.array(fix).max(200).optional(),
  mode: z.enum(['full-refresh', 'append', 'changed', 'mirror']),
  duplicates: z.enum(duplicateRules),
  sameAddress: z
    .array(z.enum(['plus-tag', 'gmail-dots']))
    .max(2)
    .optional(),
  heldBack: z.enum(['skip', 'fields-only']),
  stableId: z.object({ column }).optional(),
  ignoreLeftList: z.boolean().optional(),
  confirmation: z.boolean().optional(),
  onlyPlaced: z.boolean().optional(),
  append: z.object({ recipe: z.string().min(1).max(10_000), cursorColumn: column.nullable() }).nullable(),
  /** What its rows are about, and what is done with them, where it is not people to bring in. */
  object: z.object({ type: z.enum(objectTypeIds), op: z.enum(objectOps) }).optional(),
})

export type RecipeDocument = z.infer<typeof recipeDocument>
export type RecipeAudience = z.infer<typeof audience>
export type RecipeField = z.infer<typeof field>
export type RecipeFieldRule = z.infer<typeof fieldRule>
export type RecipeFilter = z.infer<typeof filter>
export type RecipeFix = z.infer<typeof fix>
export type RecipeRule = NonNullable<RecipeDocument['rules']>[number]

/** @throws AppError `invalid-input` for a file that is none, `conflict` for one of a newer program */
export function readRecipe(text: string, fileName: string): RecipeDocument {
  const value = parsed(text)
  const version = versionOf(value)
  if (version === null)
    throw new AppError(
      'invalid-input',
      `“${fileName}” is not a saved sync of Listferry. Choose a file that was exported here.`,
    )
  if (version > recipeVersion)
    throw new AppError(
      'conflict',
      `“${fileName}” was saved by a newer Listferry (version ${version} of saved syncs, this program knows ${recipeVersion}). ` +
        'Update Listferry, then import it again.',
    )
  const result = recipeDocument.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const where = issue === undefined ? '' : ` (at ${issue.path.join('.') || 'the top'}: ${issue.message})`
  throw new AppError(
    'invalid-input',
    `“${fileName}” is damaged${where}, so nothing was imported. Export the sync again.`,
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown
  } catch {
    return null // Not JSON, so not a saved sync.
  }
}

function versionOf(value: unknown): number | null {
  const head = z.object({ listferry: z.literal('saved sync'), version: z.int().min(1) }).safeParse(value)
  return head.success ? head.data.version : null
}
