import { z } from 'zod'
import { AppError } from '../../../../shared/errors.ts'
import type { KlaviyoAnswer } from './request.ts'

const text = z.string().nullish()

/** As it came: a record's schema would drop a property called `__proto__`. */
const jsonObject = z.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null,
)

const suppression = z.object({ reason: z.string(), timestamp: text })
const listSuppression = suppression.extend({ list_id: z.string() })
const emailMarketing = z.object({
  can_receive_email_marketing: z.boolean().nullish(),
  consent: text,
  suppression: z.array(suppression).nullish(),
  list_suppressions: z.array(listSuppression).nullish(),
})
const smsMarketing = z.object({ consent: text })

export const profile = z.object({
  id: z.string(),
  attributes: z.object({
    email: text,
    phone_number: text,
    external_id: text,
    first_name: text,
    last_name: text,
    organization: text,
    title: text,
    locale: text,
    image: text,
    location: jsonObject.nullish(),
    properties: jsonObject.nullish(),
    created: text,
    updated: text,
    /** Only among the members of a list. */
    joined_group_at: text,
    /** Only where it was asked for. */
    subscriptions: z
      .object({
        email: z.object({ marketing: emailMarketing.nullish() }).nullish(),
        sms: z.object({ marketing: smsMarketing.nullish() }).nullish(),
      })
      .nullish(),
  }),
})
export type KlaviyoProfile = z.infer<typeof profile>

/** Where nothing but the id is wanted. */
export const identifier = z.object({ id: z.string() })

export const list = z.object({ id: z.string(), attributes: z.object({ name: text, opt_in_process: text }) })

export type KlaviyoList = z.infer<typeof list>

export const countedList = z.object({
  data: z.object({ attributes: z.object({ profile_count: z.int().nonnegative() }) }),
})

export const accounts = z.object({
  data: z
    .array(
      z.object({
        id: z.string(),
        attributes: z.object({
          contact_information: z
            .object({ organization_name: text, default_sender_name: text, default_sender_email: text })
            .nullish(),
        }),
      }),
    )
    .min(1),
})

/** What a bulk import is answered with, and what it is found as later. */
export const importJob = z.object({
  data: z.object({
    id: z.string().min(1),
    attributes: z.object({ status: z.string(), failed_count: z.number().nullish() }),
  }),
})

export const importError = z.object({
  attributes: z.object({ title: text, detail: text, original_payload: z.unknown() }),
})
export type ImportError = z.infer<typeof importError>

/**
 * Reads an answer by its schema.
 * @throws AppError `unavailable` when it isn't what Klaviyo's reference promises; the request itself may have worked.
 */
export function understand<S extends z.ZodType>(schema: S, answer: KlaviyoAnswer, what: string): z.infer<S> {
  const result = schema.safeParse(answer.body)
  if (result.success) return result.data
  const places = result.error.issues.slice(0, 5).map(({ path, code }) => `${path.join('.')}: ${code}`)
  throw new AppError(
    'unavailable',
    `Klaviyo's answer about ${what} is not in the form that its reference describes. Try again; if it stays so, Klaviyo has changed and Listferry needs an update.`,
    { cause: new Error(places.join('; ')), mayHaveHappened: true },
  )
}
