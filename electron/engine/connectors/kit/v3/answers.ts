import { z } from 'zod'
import { subscriber } from '../answers.ts'

const id = z.union([z.int().nonnegative(), z.string().regex(/^\d+$/)]).transform(String)

export const account = z.object({
  name: z.string().nullish(),
  primary_email_address: z.string(),
})

const named = z.object({ id, name: z.string().nullish(), archived: z.boolean().nullish() })

export const forms = z.object({ forms: z.array(named) })
export const tags = z.object({ tags: z.array(named) })
/** Sequences are called courses here. */
export const courses = z.object({ courses: z.array(named) })
export const customFields = z.object({
  custom_fields: z.array(z.object({ id, key: z.string(), label: z.string() })),
})

const total = z.int().nonnegative()

export const subscribersPage = z.object({
  total_subscribers: total,
  total_pages: total,
  subscribers: z.array(subscriber),
})

export const subscriptionsPage = z.object({
  total_subscriptions: total,
  total_pages: total,
  subscriptions: z.array(z.object({ created_at: z.string().nullish(), subscriber })),
})

/** What putting somebody anywhere answers. Its `state` is that of the subscription, not of the person. */
export const subscribed = z.object({ subscription: z.object({ subscriber: z.object({ id }) }) })
