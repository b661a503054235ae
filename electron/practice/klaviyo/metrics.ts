import type { Answer } from '../answer.ts'
import { tiers } from './buckets.ts'
import type { Resource, Writing } from './document.ts'
import { collection, resource, single } from './document.ts'
import { missing } from './errors.ts'
import { rule } from './filterRules.ts'
import type { Json } from './json.ts'
import { matching } from './matchFilter.ts'
import type { Metric } from './model.ts'
import type { KlaviyoAccount, KlaviyoRequest } from './operation.ts'
import { operation } from './operation.ts'
import { mapPage, pageOf } from './page.ts'
import { resourceFields } from './resourceFields.ts'
import type { KlaviyoState } from './state.ts'
import { isoSeconds } from './times.ts'

const read = { method: 'GET', tier: tiers.M, scopes: ['metrics:read'], type: 'metric' } as const
const fields = { metric: resourceFields.metric, flow: resourceFields.flow }
const include = ['flow-triggers'] as const

export const metricOperations = [
  operation({
    ...read,
    path: '/api/metrics',
    query: {
      fields,
      include,
      filter: { 'integration.name': rule.equalText, 'integration.category': rule.equalText },
      page: 'cursor-only',
    },
    handle: readMetrics,
  }),
  operation({
    ...read,
    path: '/api/metrics/{id}',
    query: { fields, include },
    handle: ({ url, params, query, writing }, { state }) =>
      single(
        url,
        metricResource(writing, metricOf(state, params.id), query.include),
        200,
        query.include && [],
      ),
  }),
]

/** The metric a path names. @throws Refusal 404 */
export function metricOf(state: KlaviyoState, id = ''): Metric {
  const metric = state.metrics.get(id)
  if (metric === undefined) throw missing('metric', id)
  return metric
}

export function metricResource(
  writing: Writing,
  metric: Metric,
  include: readonly string[] | undefined,
): Resource {
  const attributes = {
    name: metric.name,
    created: isoSeconds(metric.created),
    updated: isoSeconds(metric.updated),
    integration: metric.integration,
  }
  const flows = include?.includes('flow-triggers') === true ? [] : undefined
  return resource(
    writing,
    '/api/metrics',
    { type: 'metric', id: metric.id, attributes },
    { 'flow-triggers': flows },
  )
}

/** Filtering by category finds nothing (measured), although metrics have one. */
function readMetrics(request: KlaviyoRequest, { state }: KlaviyoAccount): Answer {
  const { url, query, writing } = request
  const found = matching(state.metrics.values(), query.filter, ({ integration }, field) =>
    field === 'integration.name' ? textOrNull(integration.name) : null,
  )
  const page = pageOf(found, request, ({ id }) => id)
  return collection(
    url,
    mapPage(page, (metric) => metricResource(writing, metric, query.include)),
    query.include && [],
  )
}

function textOrNull(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null
}
