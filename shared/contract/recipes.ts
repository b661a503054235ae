import { z } from 'zod'
import type {
  AudienceKind,
  ConnectionColour,
  ConnectionId,
  Mode,
  RecipeId,
  RunId,
  RunStatus,
  ServiceId,
  SourceInfo,
} from '../model.ts'
import type { ObjectTarget } from '../objectTypes.ts'
import { call } from './call.ts'
import type { EditView } from './edits.ts'
import { type PlanSpec, planSpec } from './plans.ts'

/** A saved sync. */
export interface RecipeView {
  readonly id: RecipeId
  readonly name: string
  readonly service: ServiceId
  /** `null`: the account it was made for is not connected here; one must be chosen. */
  readonly connection: {
    readonly id: ConnectionId
    readonly name: string
    readonly colour: ConnectionColour
  } | null
  /** Names of the columns that it uses: the shape a file must have. */
  readonly columns: readonly string[]
  readonly audiences: readonly { readonly kind: AudienceKind; readonly name: string }[]
  readonly mode: Mode
  /** What its rows are about, and what is done with them, where it is not people to bring in. */
  readonly object:
    (ObjectTarget & { readonly title: string; readonly one: string; readonly many: string }) | null
  /** How many fixes of all alike are made to each file before it is planned. */
  readonly cleaning: number
  /** The file it last ran with, if that is still where it was. */
  readonly lastFile: string | null
  readonly lastRun: { readonly run: RunId; readonly at: number; readonly status: RunStatus } | null
  readonly savedAt: number
}

const recipe = z.string().min(1).max(100)
const name = z.string().trim().min(1).max(200)
const file = z.string().min(1).max(100)

export const recipeCalls = {
  list: call(z.object({})).returning<readonly RecipeView[]>(),
  /**
   * Saves what a plan was made from, and which fixes of all alike its file has; cells and rows that were edited one by one
   * stay with their file. With `recipe`: in the place of that one.
   */
  save: call(
    z.object({ name, spec: planSpec, recipe: recipe.nullable().default(null) }),
  ).returning<RecipeView>(),
  rename: call(z.object({ recipe, name })).returning<RecipeView>(),
  duplicate: call(z.object({ recipe })).returning<RecipeView>(),
  remove: call(z.object({ recipe })).returning<{ readonly name: string }>(),
  /** From a file that `exports.recipe` wrote. Refuses a recipe of a newer version in words. */
  import: call(z.object({ file })).returning<RecipeView>(),
  /**
   * Stages a file of the same shape (`null`: the file of the last run, as it is now) and says what to plan. Columns
   * are found by name, wherever they stand. Refuses a file that lacks one, naming it. `cleaned`: the edits that the recipe's
   * fixes made in it; each can be taken back before it is planned.
   */
  prepare: call(
    z.object({ recipe, file: file.nullable(), connection: z.string().nullable().default(null) }),
  ).returning<{
    readonly source: SourceInfo
    readonly spec: PlanSpec
    readonly cleaned: readonly EditView[]
  }>(),
}
