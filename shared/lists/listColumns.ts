import type { AudienceKind, AudienceRef } from '../model.ts'

/** A column whose cells hold lists (`vip; newsletter`): each value puts the person of its row into an audience. */
export interface ListColumn {
  readonly column: number
  /** What its values are: Kit's tags, Klaviyo's lists. */
  readonly kind: AudienceKind
  /** Signs between two values of a cell; each of them is one. */
  readonly separators: string
  /** Values in any letters. `null`: nothing is done for it. Values that are not here are said on their rows. */
  readonly values: readonly ListValue[]
  /** What is missing is made before the run: the plan names it, in place of saying it on the rows. */
  readonly makes?: true | undefined
}

export interface ListValue {
  readonly value: string
  readonly audience: AudienceRef | null
}

/** A value that rows name and no audience was chosen for. */
export interface UnplacedValue {
  readonly kind: AudienceKind
  readonly value: string
}

/** Every audience that values put people into, each once. */
export function listAudiences(lists: readonly ListColumn[] | undefined): readonly AudienceRef[] {
  const all = (lists ?? []).flatMap(({ values }) => values.flatMap(({ audience }) => audience ?? []))
  return [...new Map(all.map((one) => [`${one.kind} ${one.id}`, one])).values()]
}
