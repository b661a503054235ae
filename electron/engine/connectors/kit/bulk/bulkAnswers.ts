import { z } from 'zod'

/** In failures an id that Kit doesn't know comes back as `null` (kit.md §10). */
const echoedId = z.union([z.int(), z.string().regex(/^\d+$/)]).transform(String)
const nullableId = echoedId.nullish()

const errors = z.array(z.unknown()).transform((all) => all.flat(5).map(String).join('; '))

export const subscribersAnswer = z.object({
  subscribers: z.array(
    z.object({
      id: echoedId,
      email_address: z.string(),
      state: z.string(),
      created_at: z.string().nullish(),
    }),
  ),
  failures: z.array(
    z.object({ errors, subscriber: z.object({ email_address: z.string().nullish() }).nullish() }),
  ),
})

export const valuesAnswer = z.object({
  custom_field_values: z.array(z.object({ subscriber_id: echoedId, subscriber_custom_field_id: echoedId })),
  failures: z.array(
    z.object({
      errors,
      custom_field_value: z.object({ subscriber_id: nullableId, subscriber_custom_field_id: nullableId }),
    }),
  ),
})

/** A person comes back once for each of their taggings, without saying of which. */
export const taggingsAnswer = z.object({
  subscribers: z.array(z.object({ id: echoedId })),
  failures: z.array(
    z.object({ errors, tagging: z.object({ tag_id: nullableId, subscriber_id: nullableId }) }),
  ),
})

export const untaggingsAnswer = taggingsAnswer.pick({ failures: true })

/** As with taggings. */
export const additionsAnswer = z.object({
  subscribers: z.array(z.object({ id: echoedId })),
  failures: z.array(
    z.object({ errors, subscription: z.object({ form_id: nullableId, subscriber_id: nullableId }) }),
  ),
})
