import { z } from 'zod'

const text = z.string().nullish()
const dates = { created: text, updated: text }

export const listRow = z.object({
  id: z.string(),
  attributes: z.object({ name: text, opt_in_process: text, ...dates }),
})

export const segmentRow = z.object({
  id: z.string(),
  attributes: z.object({
    name: text,
    definition: z.unknown(),
    is_active: z.boolean().nullish(),
    is_starred: z.boolean().nullish(),
    ...dates,
  }),
})

export const metricRow = z.object({
  id: z.string(),
  attributes: z.object({ name: text, integration: z.object({ name: text }).nullish().catch(null), ...dates }),
})

const related = z.object({ data: z.object({ id: z.string() }).nullish() }).nullish()

export const eventRow = z.object({
  id: z.string(),
  attributes: z.object({ datetime: text, event_properties: z.record(z.string(), z.unknown()).nullish() }),
  relationships: z.object({ profile: related, metric: related }).nullish(),
})
