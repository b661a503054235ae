import { z } from 'zod'
import type { Answer } from '../answer.ts'
import { tiers } from './buckets.ts'
import { single } from './document.ts'
import { invalidBody } from './errors.ts'
import type { Condition } from './filterRules.ts'
import { readFilter, rule } from './filterRules.ts'
import { meets } from './matchFilter.ts'
import { metricOf } from './metrics.ts'
import type { ProfileEvent } from './model.ts'
import type { KlaviyoAccount, KlaviyoRequest } from './operation.ts'
import { operation } from './operation.ts'
import { document } from './shapes.ts'
import { isoSeconds } from './times.ts'

const measurements = ['count', 'sum_value', 'unique'] as const
type Measurement = (typeof measurements)[number]

const shape = document('metric-aggregate', {
  attributes: z.strictObject({
    metric_id: z.string(),
    page_cursor: z.string().nullish(),
    measurements: z.array(z.enum(measurements)).min(1),
    interval: z.enum(['hour', 'day', 'week', 'month']).nullish(),
    page_size: z.number().int().positive().nullish(),
    by: z.array(z.string()).nullish(),
    return_fields: z.array(z.string()).nullish(),
    filter: z.array(z.string()),
    timezone: z.string().nullish(),
    sort: z.string().nullish(),
  }),
})

export const metricAggregateOperation = operation({
  method: 'POST',
  path: '/api/metric-aggregates',
  tier: tiers.S,
  scopes: ['metrics:read'],
  type: 'metric-aggregate',
  query: { fields: { 'metric-aggregate': ['data', 'dates'] } },
  body: shape,
  handle: aggregate,
  readsOnly: true,
})

/** Counts events in steps of time, in UTC. The filter must say from when to when, by `datetime`. */
function aggregate(
  { url, writing, body }: KlaviyoRequest<z.infer<typeof shape>>,
  { state }: KlaviyoAccount,
): Answer {
  const { metric_id, measurements, interval, filter, by } = body.data.attributes
  const metric = metricOf(state, metric_id)
  const conditions = filter.flatMap((text) => readFilter(text, { datetime: rule.timeRange }))
  const [from, to] = [boundary(conditions, 'greater'), boundary(conditions, 'less')]
  if (from === undefined || to === undefined || from >= to)
    throw invalidBody('/data/attributes/filter', 'The filter must name a start and an end of datetime.')
  const starts = stepsBetween(from, to, interval ?? 'day')
  const events = [...state.events.values()].filter(
    (event) => event.metricId === metric.id && conditions.every((condition) => meets(event.at, condition)),
  )
  const data = groupsOf(events, by ?? []).map(({ dimensions, members }) => ({
    dimensions,
    measurements: Object.fromEntries(
      measurements.map((each) => [
        each,
        starts.map((start, index) => measure(each, members, start, starts[index + 1])),
      ]),
    ),
  }))
  const id = state.ids.uuid()
  const links = { self: `${writing.origin}/api/metric-aggregates/${id}/` }
  return single(url, {
    type: 'metric-aggregate',
    id,
    attributes: { dates: starts.map(isoSeconds), data },
    links,
  })
}

function boundary(conditions: readonly Condition[], direction: string): number | undefined {
  const value = conditions.find(({ operator }) => operator.startsWith(direction))?.values[0]
  return typeof value === 'number' ? value : undefined
}

const maxSteps = 10_000

function stepsBetween(
  from: number,
  to: number,
  interval: 'hour' | 'day' | 'week' | 'month',
): readonly number[] {
  const starts: number[] = []
  for (let at = from; at < to; at = nextStep(at, interval)) {
    starts.push(at)
    if (starts.length > maxSteps)
      throw invalidBody('/data/attributes/filter', 'The time between start and end is too long.')
  }
  return starts
}

function nextStep(at: number, interval: 'hour' | 'day' | 'week' | 'month'): number {
  if (interval === 'month') {
    const date = new Date(at)
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
  }
  return at + { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000 }[interval]
}

function groupsOf(events: readonly ProfileEvent[], by: readonly string[]) {
  const valueOf = (event: ProfileEvent, name: string) => {
    const value = event.properties[name]
    return typeof value === 'string' ? value : ''
  }
  const groups = Map.groupBy(events, (event) => JSON.stringify(by.map((name) => valueOf(event, name))))
  if (by.length === 0) return [{ dimensions: [], members: events }]
  return [...groups].map(([key, members]) => ({ dimensions: JSON.parse(key) as readonly string[], members }))
}

function measure(what: Measurement, events: readonly ProfileEvent[], from: number, to = Infinity): number {
  const inside = events.filter(({ at }) => at >= from && at < to)
  switch (what) {
    case 'count':
      return inside.length
    case 'unique':
      return new Set(inside.map(({ profileId }) => profileId)).size
    case 'sum_value':
      return inside.reduce((sum, { properties }) => sum + (Number(properties.$value) || 0), 0)
  }
}
