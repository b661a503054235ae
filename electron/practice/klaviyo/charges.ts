import type { Charge } from './buckets.ts'
import { tiers } from './buckets.ts'
import type { Operation } from './operation.ts'

/**
 * What a query is charged for beside its endpoint: buckets shared by all endpoints that know the parameter (rate limit
 * guide).
 */
export function chargesOf({ method, path }: Operation, params: URLSearchParams): readonly Charge[] {
  if (method !== 'GET') return []
  const asks = (name: string, word: string) => (params.get(name) ?? '').split(',').includes(word)
  const charges: Charge[] = []
  if (asks('additional-fields[profile]', 'predictive_analytics'))
    charges.push({ bucket: 'predictive_analytics', tier: tiers.M })
  for (const type of ['list', 'segment'])
    if (asks(`additional-fields[${type}]`, 'profile_count'))
      charges.push({ bucket: `${type} profile_count`, tier: tiers.XS })
  if (path !== '/api/profiles/{id}') return charges
  for (const included of ['lists', 'segments'])
    if (asks('include', included)) charges.push({ bucket: `profile include ${included}`, tier: tiers.XS })
  return charges
}
