import type { RateBucket, RateWindow } from '../limits.ts'
import type { CountedLimit } from '../waysIn.ts'

/** One of Klaviyo's endpoints that this connector uses, as its API reference of 2026-07-15 lists it. */
export interface Endpoint {
  readonly method: string
  /** `{id}` stands for any one part. */
  readonly path: string
  readonly windows: readonly RateWindow[]
  /** All of them are needed for a request. */
  readonly scopes: readonly string[]
  /** Only for looking at what an account holds besides people and lists: a key may do without. */
  readonly isExtra?: true
}

/** Klaviyo's tiers: so many in a second, and so many in a minute. One of our endpoints has a daily limit too. */
const tiers = {
  xs: perSecondAndMinute(1, 15),
  m: perSecondAndMinute(10, 150),
  l: perSecondAndMinute(75, 750),
  xl: perSecondAndMinute(350, 3500),
}

const endpoints: readonly Endpoint[] = [
  { method: 'GET', path: '/api/accounts', windows: tiers.xs, scopes: ['accounts:read'] },
  { method: 'GET', path: '/api/lists', windows: tiers.l, scopes: ['lists:read'] },
  {
    method: 'POST',
    path: '/api/lists',
    windows: [...tiers.m, { requests: 150, windowMs: 24 * 60 * 60_000 }],
    scopes: ['lists:write'],
  },
  { method: 'GET', path: '/api/lists/{id}', windows: tiers.l, scopes: ['lists:read'] },
  {
    method: 'GET',
    path: '/api/lists/{id}/profiles',
    windows: tiers.l,
    scopes: ['lists:read', 'profiles:read'],
  },
  ...['POST', 'DELETE'].map((method) => ({
    method,
    path: '/api/lists/{id}/relationships/profiles',
    windows: tiers.m,
    scopes: ['lists:write', 'profiles:write'],
  })),
  { method: 'GET', path: '/api/profiles', windows: tiers.l, scopes: ['profiles:read'] },
  {
    method: 'POST',
    path: '/api/profile-bulk-import-jobs',
    windows: tiers.m,
    scopes: ['lists:write', 'profiles:write'],
  },
  {
    method: 'POST',
    path: '/api/profile-subscription-bulk-delete-jobs',
    windows: tiers.l,
    scopes: ['lists:write', 'profiles:write', 'subscriptions:write'],
  },
  {
    method: 'POST',
    path: '/api/profile-subscription-bulk-create-jobs',
    windows: tiers.l,
    scopes: ['lists:write', 'profiles:write', 'subscriptions:write'],
  },
  {
    method: 'GET',
    path: '/api/profile-bulk-import-jobs/{id}',
    windows: tiers.m,
    scopes: ['lists:read', 'profiles:read'],
  },
  {
    method: 'GET',
    path: '/api/profile-bulk-import-jobs/{id}/import-errors',
    windows: tiers.m,
    scopes: ['profiles:read'],
  },
  { method: 'GET', path: '/api/segments', windows: tiers.l, scopes: ['segments:read'], isExtra: true },
  {
    method: 'GET',
    path: '/api/segments/{id}/profiles',
    windows: tiers.l,
    scopes: ['profiles:read', 'segments:read'],
    isExtra: true,
  },
  { method: 'GET', path: '/api/metrics', windows: tiers.m, scopes: ['metrics:read'], isExtra: true },
  { method: 'GET', path: '/api/events', windows: tiers.xl, scopes: ['events:read'], isExtra: true },
]

/** What a user feels of all that: sending people, and reading them. */
export const feltLimits: readonly CountedLimit[] = [
  { what: 'imports', windows: tiers.m },
  { what: 'reads', windows: tiers.l },
]

/** What a key must be allowed for bringing people in, and what else it may be, for looking at more of the account. */
export const neededScopes = scopesOf(endpoints.filter(({ isExtra }) => isExtra !== true))
export const extraScopes = scopesOf(endpoints).filter((scope) => !neededScopes.includes(scope))

function scopesOf(some: readonly Endpoint[]): readonly string[] {
  return [...new Set(some.flatMap(({ scopes }) => scopes))].sort()
}

/** The endpoint of a request; `undefined` for one that isn't ours. A slash at the end makes no difference. */
export function endpointOf(method: string, path: string): Endpoint | undefined {
  const parts = path.replace(/\/$/, '').split('/')
  return endpoints.find(
    (endpoint) => endpoint.method === method && isSamePath(endpoint.path.split('/'), parts),
  )
}

/**
 * Klaviyo counts for each endpoint on its own; `profile_count` has a count besides, shared by all endpoints (its guide
 * to rate limits). Its windows are fixed; keeping them as rolling ones is stricter.
 */
export function bucketsOf(method: string, url: URL): readonly RateBucket[] {
  const endpoint = endpointOf(method, url.pathname)
  const own: RateBucket = endpoint
    ? { name: `${method} ${endpoint.path}`, windows: endpoint.windows }
    : { name: 'other', windows: tiers.xs }
  const extra = url.searchParams.get('additional-fields[list]')?.split(',') ?? []
  return extra.includes('profile_count') ? [profileCount, own] : [own]
}

const profileCount: RateBucket = { name: 'profile_count of a list', windows: tiers.xs }

function isSamePath(template: readonly string[], parts: readonly string[]): boolean {
  return (
    template.length === parts.length &&
    template.every((part, n) => (part === '{id}' ? parts[n] !== '' : part === parts[n]))
  )
}

function perSecondAndMinute(second: number, minute: number): readonly RateWindow[] {
  return [
    { requests: second, windowMs: 1_000 },
    { requests: minute, windowMs: 60_000 },
  ]
}
