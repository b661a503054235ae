import { AppError } from '../../../shared/errors.ts'
import type { PlanSpec } from '../../../shared/contract/plans.ts'
import type { RememberedMapping } from '../../../shared/contract/sources.ts'
import type { SourceInfo } from '../../../shared/model.ts'
import { connectorFor } from '../connectors/registry.ts'
import type { EngineParts } from '../createEngine.ts'
import { fromRecipe } from '../recipe/fromRecipe.ts'
import { readRecipe } from '../recipe/recipeDocument.ts'
import { toRecipe } from '../recipe/toRecipe.ts'
import { type Connection, connectionNumber } from '../store/connections.ts'
import { shapeOf, shapeStore } from '../store/shapes.ts'

type MappedSpec = Pick<PlanSpec, 'mapping' | 'lists'>

/** Keeps what a file is mapped to for the next one of its shape, in the same account and on this computer only. */
export function rememberShape(
  { db, clock, mirrorOf }: EngineParts,
  connection: Connection,
  source: SourceInfo,
  { mapping, lists = [] }: MappedSpec,
): void {
  const spec: PlanSpec = { ...emptySpec, connection: connection.id, source: source.id, mapping, lists }
  const document = toRecipe({
    name: 'shape',
    spec,
    columns: source.columns,
    connection,
    schema: mirrorOf(connection.id).schema(),
    format: {},
    fixes: [],
    identifiers: [],
  })
  shapeStore(db).save(connectionNumber(db, connection.id), shapeOf(source.columns), {
    document: JSON.stringify(document),
    usedAt: clock.now(),
  })
}

const emptySpec: Omit<PlanSpec, 'connection' | 'source' | 'mapping'> = {
  audiences: [],
  importTag: null,
  consent: null,
  mode: 'changed',
  duplicates: 'last',
  heldBack: 'skip',
  append: null,
}

/** What the last file of this shape was mapped to; `null` also where a field or tag of it is gone. */
export function rememberedFor(
  { db, mirrorOf }: EngineParts,
  connection: Connection,
  source: SourceInfo,
): RememberedMapping | null {
  const found = shapeStore(db).find(connectionNumber(db, connection.id), shapeOf(source.columns))
  if (found === null) return null
  const where = `${connectorFor(connection.service).title} · ${connection.name}`
  const place = {
    source: source.id,
    columns: source.columns,
    connection,
    where,
    schema: mirrorOf(connection.id).schema(),
  }
  try {
    const { mapping, lists = [] } = fromRecipe(readRecipe(found.document, 'shape'), place)
    return { mapping, lists, usedAt: found.usedAt }
  } catch (error) {
    // What it was mapped to is not there any more, so there is nothing to offer.
    if (error instanceof AppError) return null
    throw error
  }
}
