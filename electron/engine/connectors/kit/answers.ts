import { z } from 'zod'
import { AppError } from '../../../../shared/errors.ts'
import type { KitAnswer } from './request.ts'

/** Kit's ids are integers beyond 2^31 (and text in some answers): kept as text, never counted with. */
const id = z.union([z.int().nonnegative(), z.string().regex(/^\d+$/)]).transform(String)

export const pagination = z.object({
  has_next_page: z.boolean(),
  end_cursor: z.string().nullish(),
  total_count: z.number().nullish(),
})

export const subscriber = z.object({
  id,
  first_name: z.string().nullish(),
  email_address: z.string().nullish(),
  state: z.string(),
  created_at: z.string().nullish(),
  fields: z.record(z.string(), z.unknown()).nullish(),
  /** Only with `include=tags`. */
  tags: z.array(z.object({ id })).nullish(),
  /** Only among the members of a tag. */
  tagged_at: z.string().nullish(),
  /** Only among the members of a form or sequence. */
  added_at: z.string().nullish(),
})
export type KitSubscriber = z.infer<typeof subscriber>

export const customField = z.object({ id, key: z.string(), label: z.string() })
export type KitCustomField = z.infer<typeof customField>

export const form = z.object({ id, name: z.string().nullish(), archived: z.boolean().nullish() })
export const tag = z.object({ id, name: z.string().nullish() })
export const sequence = z.object({ id, name: z.string().nullish(), active: z.boolean().nullish() })

export const account = z.object({
  account: z.object({
    id,
    name: z.string().nullish(),
    plan_type: z.string().nullish(),
    primary_email_address: z.string().nullish(),
    /** Since 2026-07-09. */
    plan: z.object({ plan_type: z.string().nullish(), subscriber_limit: z.number().nullish() }).nullish(),
  }),
})

/** What a write to one person answers. `warnings` names each field that Kit left out. */
export const written = z.object({ subscriber, warnings: z.array(z.unknown()).nullish() })

/**
 * Reads an answer by its schema.
 * @throws AppError `unavailable` when it isn't what Kit's reference promises; the request itself may have worked.
 */
export function understand<S extends z.ZodType>(schema: S, answer: KitAnswer, what: string): z.infer<S> {
  const result = schema.safeParse(answer.body)
  if (result.success) return result.data
  const places = result.error.issues.slice(0, 5).map(({ path, code }) => `${path.join('.')}: ${code}`)
  throw new AppError(
    'unavailable',
    `Kit's answer about ${what} is not in the form that its reference describes. Try again; if it stays so, Kit has changed and Listferry needs an update.`,
    { cause: new Error(places.join('; ')), mayHaveHappened: true },
  )
}
