import type { EngineClient } from '../../shared/contract/contract.ts'
import { allValues } from '../../shared/lists/allValues.ts'
import type { ListColumn, UnplacedValue } from '../../shared/lists/listColumns.ts'
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
  /** Tags and lists that are not there are made, once a plan tells which of them rows that go name. */
  readonly makeMissing?: boolean
}

export interface ListPlace {
  readonly client: Pick<EngineClient, 'sources' | 'connections'>
  readonly source: SourceInfo
  readonly connection: ConnectionId
  readonly audiences: readonly Audience[]
  readonly signal: AbortSignal
  /** To be made now. */
  readonly make?: readonly UnplacedValue[]
}

export interface ChosenLists {
  readonly lists: readonly ListColumn[]
  /** Values that name nothing in the account, each once; where they are not made, they are said on their rows too. */
  readonly missing: readonly string[]
  /** What was made for them just now. */
  readonly made: readonly Audience[]
}

/** Finds the tags and lists that the values of columns name, and makes those of the missing ones that are to be made. */
export async function chooseLists(
  place: ListPlace,
  { tagsFrom = [], listsFrom = [], separators = usualSeparators }: ListOptions,
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
    const source = place.source.id
    const found = await allValues(place.client.sources, { source, column, separators }, place.signal)
    const values = found.map(({ value }) => value)
    const known = matchLists(values, [...place.audiences, ...madeNow], kind)
    const make = (place.make ?? []).filter((one) => one.kind === kind).map(({ value }) => foldValue(value))
    const isMade = (value: string) => make.includes(foldValue(value))
    madeNow.push(...(await makeAll(place, kind, known.missing.filter(isMade))))
    const matched = matchLists(values, [...place.audiences, ...madeNow], kind)
    missing.push(...matched.missing)
    lists.push({ column, kind, separators, values: [...matched.values] })
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
