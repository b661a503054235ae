import { z } from 'zod'

/** A list column of other names: a recipe names columns and audiences, a plan numbers them. */
export function listColumnOf<C extends z.ZodType, A extends z.ZodType>(column: C, audience: A) {
  return z.object({
    column,
    kind: z.enum(['form', 'tag', 'sequence', 'list']),
    separators: z.string().min(1).max(10),
    values: z.array(z.object({ value: z.string().max(1000), audience: audience.nullable() })).max(20_000),
    makes: z.literal(true).optional(),
  })
}
