import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { existsSync } from 'node:fs'
import { AppError } from '../../../shared/errors.ts'
import type { CheckFix } from '../../../shared/contract/check.ts'
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { PlanSpec } from '../../../shared/contract/plans.ts'
import type { RecipeView } from '../../../shared/contract/recipes.ts'
import type { AccountSchema, RecipeId, SourceId } from '../../../shared/model.ts'
import type { ObjectTarget } from '../../../shared/objectTypes.ts'
import { connectorFor } from '../connectors/registry.ts'
import type { EngineParts } from '../createEngine.ts'
import { cleanAsSaved } from '../recipe/cleanAsSaved.ts'
import { fixesHere } from '../recipe/cleaning.ts'
import { formatChosen } from '../recipe/formatChosen.ts'
import { freeName } from '../recipe/freeName.ts'
import { formatOfNext } from '../recipe/formatOfNext.ts'
import { columnFinder, fromRecipe } from '../recipe/fromRecipe.ts'
import { readRecipe } from '../recipe/recipeDocument.ts'
import { recipeColumns, toRecipe } from '../recipe/toRecipe.ts'
import { targetSchema } from '../plan/objects/makeObjectPlan.ts'
import { targetType } from '../plan/objects/targetType.ts'
import { nameOfPaths, pathsIn } from '../source/pathList.ts'
import { connectionColour } from '../store/connectionColour.ts'
import type { Connection } from '../store/connections.ts'
import { type Recipe, recipeStore } from '../store/recipes.ts'
import { given, pathOf, sourceHandlers, withStaged } from './sources.ts'

/** A recipe is a page of text at most. */
const mostBytes = 1_000_000

export function recipeHandlers(parts: EngineParts): Handlers['recipes'] {
  const recipes = recipeStore(parts.db)
  const names = (except?: RecipeId) =>
    recipes.list().flatMap(({ id, document }) => (id === except ? [] : [document.name]))
  const keep = (recipe: Recipe): RecipeView => {
    recipes.save(recipe)
    parts.push({ name: 'changed', payload: { what: 'recipes' } })
    return recipeView(parts, recipe)
  }
  const refuseTaken = (name: string, except?: RecipeId) => {
    if (freeName(name, names(except)) !== name)
      throw new AppError('conflict', `There is a saved sync called “${name}” already. Choose another name.`)
  }
  return {
    list: () => Promise.resolve(recipes.list().map((recipe) => recipeView(parts, recipe))),
    async save({ name, spec, recipe }, signal) {
      if (spec.undo)
        throw new AppError(
          'invalid-input',
          'Taking a run back can’t be kept as a saved sync: it is of that one run. Save the run itself.',
        )
      const before = recipe === null ? null : recipes.find(recipe)
      refuseTaken(name, before?.id)
      const connection = parts.connections.find(spec.connection)
      const source = parts.sources.get(spec.source)
      const [schema, format] = [await schemaFor(parts, connection, spec, signal), await formatChosen(source)]
      const document = toRecipe({
        name,
        spec,
        columns: source.info.columns,
        connection,
        schema,
        format,
        fixes: await fixesOf(parts, source.info.id),
        identifiers: connectorFor(connection.service).identifiers.map(({ field }) => field),
      })
      const id = before?.id ?? (parts.newId() as RecipeId)
      keep({ id, document, connection: connection.id, lastPath: source.path, savedAt: parts.clock.now() })
      recipes.used(id, source.info.id, source.path)
      return recipeView(parts, recipes.find(id))
    },
    rename: async ({ recipe, name }) => {
      const found = recipes.find(recipe)
      refuseTaken(name, found.id)
      return Promise.resolve(keep({ ...found, document: { ...found.document, name } }))
    },
    duplicate: async ({ recipe }) => {
      const found = recipes.find(recipe)
      const name = freeName(`${found.document.name} copy`, names())
      const id = parts.newId() as RecipeId
      return Promise.resolve(
        keep({ ...found, id, document: { ...found.document, name }, savedAt: parts.clock.now() }),
      )
    },
    remove({ recipe }) {
      const { id, document } = recipes.find(recipe)
      recipes.remove(id)
      parts.push({ name: 'changed', payload: { what: 'recipes' } })
      return Promise.resolve({ name: document.name })
    },
    async import({ file }) {
      const path = pathOf(parts, file)
      const document = readRecipe(await readText(path), basename(path))
      const { service, account, object } = document
      // Also where it names something that this service has not.
      if (object) targetType(connectorFor(service), object)
      const known = parts.connections
        .list()
        .find((one) => one.service === service && one.account.id === account.id)
      return keep({
        id: parts.newId() as RecipeId,
        document: { ...document, name: freeName(document.name, names()) },
        connection: known?.id ?? null,
        lastPath: null,
        savedAt: parts.clock.now(),
      })
    },
    async prepare({ recipe, file, connection: chosen }, signal) {
      const found = recipes.find(recipe)
      const connection = connectionFor(parts, found, chosen)
      const path = file === null ? lastPath(found) : pathOf(parts, file)
      const format = await formatOfNext(found.document, path, given(found.document.format))
      const { account } = await parts.accounts.open(connection)
      const schema = targetSchema(
        connectorFor(connection.service),
        found.document.object ?? null,
        await account.describe(signal),
      )
      const source = await sourceHandlers(parts).stage(
        { file: parts.registerFile(path), overrides: format },
        signal,
      )
      const where = `${connectorFor(connection.service).title} · ${connection.name}`
      const place = { source: source.id, columns: source.columns, connection, where, schema }
      const spec = fromRecipe(found.document, place)
      const { mapping, object = null } = spec
      const target = { source: source.id, connection: connection.id, mapping, object }
      const fixes = fixesHere(found.document.cleaning ?? [], columnFinder(source.columns))
      const cleaned = await cleanAsSaved(parts, target, fixes, signal)
      recipes.save({ ...found, connection: connection.id })
      recipes.used(found.id, source.id, path)
      parts.push({ name: 'changed', payload: { what: 'recipes' } })
      return { source, spec, cleaned }
    },
  }
}

function recipeView(parts: EngineParts, recipe: Recipe): RecipeView {
  const { id, document, lastPath: path, savedAt } = recipe
  const connection = parts.connections.list().find((one) => one.id === recipe.connection)
  return {
    id,
    name: document.name,
    service: document.service,
    connection: connection
      ? {
          id: connection.id,
          name: connection.name,
          colour: connectionColour(parts.connections, connection.id),
        }
      : null,
    columns: recipeColumns(document),
    audiences: document.audiences.map(({ kind, name }) => ({ kind, name })),
    mode: document.mode,
    object: document.object ? objectView(document.service, document.object) : null,
    cleaning: document.cleaning?.length ?? 0,
    lastFile: path !== null && isThere(path) ? nameOfPaths(path) : null,
    lastRun: recipeStore(parts.db).lastRun(id),
    savedAt,
  }
}

/** Of a file that is gone nothing is known any more. */
async function fixesOf(parts: EngineParts, source: SourceId): Promise<readonly CheckFix[]> {
  if (!existsSync(parts.stagedPath(source))) return []
  return withStaged(parts, source, (staged) => staged.fixes())
}

/** As the last plan read it; anew where it does not know everything that the sync is about. */
async function schemaFor(
  parts: EngineParts,
  connection: Connection,
  { audiences, mapping, object = null }: PlanSpec,
  signal: AbortSignal,
): Promise<AccountSchema> {
  const ofTarget = (schema: AccountSchema) => targetSchema(connectorFor(connection.service), object, schema)
  const known = ofTarget(parts.mirrorOf(connection.id).schema())
  const isKnown =
    audiences.every((one) => known.audiences.some(({ kind, id }) => kind === one.kind && id === one.id)) &&
    mapping.fields.every(({ field }) => known.fields.some(({ id }) => id === field))
  if (isKnown) return known
  const { account } = await parts.accounts.open(connection)
  return ofTarget(await account.describe(signal))
}

function objectView(service: Recipe['document']['service'], target: ObjectTarget): RecipeView['object'] {
  const { title, one, many } = targetType(connectorFor(service), target)
  return { ...target, title, one, many }
}

function connectionFor(parts: EngineParts, recipe: Recipe, chosen: string | null): Connection {
  const { name, service, account } = recipe.document
  const wanted = chosen ?? recipe.connection
  if (wanted === null)
    throw new AppError(
      'invalid-input',
      `The account that “${name}” was made for (${account.name}) is not connected here. Choose the account to send to.`,
    )
  const connection = parts.connections.find(wanted)
  if (connection.service === service) return connection
  const [is, other] = [connectorFor(service).title, connectorFor(connection.service).title]
  throw new AppError(
    'invalid-input',
    `“${name}” is a sync to ${is}, and ${connection.name} is a ${other} account. Choose a ${is} account.`,
  )
}

function lastPath({ document, lastPath: path }: Recipe): string {
  if (path !== null && isThere(path)) return path
  const which =
    path === null
      ? 'It was not used with a file here yet'
      : `“${nameOfPaths(path)}” is no longer where it was`
  throw new AppError('not-found', `${which}. Choose a file for “${document.name}”.`)
}

function isThere(path: string): boolean {
  return pathsIn(path).every((one) => existsSync(one))
}

async function readText(path: string): Promise<string> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    const isGone = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    const what = isGone
      ? 'is no longer where it was. Choose the file where it is now.'
      : "can't be read. Check its permissions, then choose it again."
    throw new AppError('not-found', `“${basename(path)}” ${what}`, { cause })
  })
  try {
    const { size } = await file.stat()
    return size > mostBytes ? '' : await file.readFile('utf8')
  } finally {
    await file.close()
  }
}
