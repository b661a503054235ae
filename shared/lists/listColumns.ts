import { z } from 'zod'
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
}

export interface ListValue {
  readonly value: string
  readonly audience: AudienceRef | null
}

/** A list column of other names: a recipe names columns and audiences, a plan numbers them. */
export function listColumnOf<C extends z.ZodType, A extends z.ZodType>(column: C, audience: A) {
  return z.object({
    column,
    kind: z.enum(['form', 'tag', 'sequence', 'list']),
    separators: z.string().min(1).max(10),
    values: z.array(z.object({ value: z.string().max(1000), audience: audience.nullable() })).max(1000),
  })
}

/** Every audience that values put people into, each once. */
export function listAudiences(lists: readonly ListColumn[] | undefined): readonly AudienceRef[] {
  const all = (lists ?? []).flatMap(({ values }) => values.flatMap(({ audience }) => audience ?? []))
  return [...new Map(all.map((one) => [`${one.kind} ${one.id}`, one])).values()]
}
