import type { EngineClient } from '../../shared/contract/contract.ts'
import type { ListColumn } from '../../shared/lists/listColumns.ts'
import { matchLists } from '../../shared/lists/matchLists.ts'
import type { Audience, ConnectionId, SourceInfo } from '../../shared/model.ts'
import { usualSeparators } from '../../shared/values/cellList.ts'
import { foldValue } from '../../shared/values/steps/valuesStep.ts'
import { columnOf } from './mappingLookup.ts'

/** What the user said about columns whose values are tags or lists. */
export interface ListOptions {
  readonly tagsFrom?: readonly string[]
  readonly listsFrom?: readonly string[]
  /** Signs between two values of a cell. */
  readonly separators?: string
  /** Tags and lists that are not there are made, before the plan. */
  readonly makeMissing?: boolean
}

export interface ListPlace {
  readonly client: Pick<EngineClient, 'sources' | 'connections'>
  readonly source: SourceInfo
  readonly connection: ConnectionId
  readonly audiences: readonly Audience[]
  readonly signal: AbortSignal
}

export interface ChosenLists {
  readonly lists: readonly ListColumn[]
  /** Values that name nothing in the account, each once; they are said on their rows too. */
  readonly missing: readonly string[]
  /** What was made for them just now. */
  readonly made: readonly Audience[]
}

/** Finds the tags and lists that the values of columns name, and makes those that are missing where the user said so. */
export async function chooseLists(
  place: ListPlace,
  { tagsFrom = [], listsFrom = [], separators = usualSeparators, makeMissing = false }: ListOptions,
): Promise<ChosenLists> {
  const named = [
    ...tagsFrom.map((column) => ({ column, kind: 'tag' as const })),
    ...listsFrom.map((column) => ({ column, kind: 'list' as const })),
  ]
  const lists: ListColumn[] = []
  const missing: string[] = []
  const madeNow: Audience[] = []
  for (const { column: name, kind } of named) {
    const column = columnOf({ columns: place.source.columns, fields: [] }, name).index
    const wanted = { source: place.source.id, from: { column }, transforms: [], separators }
    const found = await place.client.sources.distinctValues(wanted, place.signal)
    const matched = matchLists(
      found.values.map(({ value }) => value),
      place.audiences,
      kind,
    )
    const made = makeMissing ? await makeAll(place, kind, matched.missing) : []
    if (!makeMissing) missing.push(...matched.missing)
    madeNow.push(...made)
    const values = made.map(({ name: value, id }) => ({ value, audience: { kind, id } }))
    lists.push({ column, kind, separators, values: [...matched.values, ...values] })
  }
  // Two columns may name the same.
  const once = new Map(missing.map((name) => [foldValue(name), name]))
  return { lists, missing: [...once.values()], made: madeNow }
}

async function makeAll(
  { client, connection, signal }: ListPlace,
  kind: 'tag' | 'list',
  names: readonly string[],
): Promise<readonly Audience[]> {
  const made: Audience[] = []
  for (const name of names)
    made.push(await client.connections.createAudience({ connection, kind, name }, signal))
  return made
}
