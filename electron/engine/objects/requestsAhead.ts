import type { Change } from '../../../shared/model.ts'
import type { ActRequest } from '../../../shared/contract/objects.ts'
import type { Account, RequestNote } from '../connectors/connector.ts'

/**
 * The request in which each of these would leave, alike ones once. None of them does: a connector sends a request only
 * when the event after it is asked for.
 */
export async function requestsAhead(
  account: Pick<Account, 'apply'>,
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<readonly ActRequest[]> {
  const requests = new Map<string, ActRequest>()
  const groups = Map.groupBy(
    changes,
    (change) => ('together' in change ? change.together : undefined) ?? change.id,
  )
  for (const group of groups.values()) {
    const request = await firstRequest(account, group, signal)
    if (request === null) continue
    const { method, path, fields } = request
    const key = `${method} ${path}`
    const before = requests.get(key)
    const all = [...new Set([...(before?.fields ?? []), ...fields])]
    requests.set(key, { method, path, fields: all, times: (before?.times ?? 0) + 1 })
  }
  return [...requests.values()]
}

async function firstRequest(
  account: Pick<Account, 'apply'>,
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<RequestNote | null> {
  for await (const event of account.apply(changes, signal)) if (event.type === 'sending') return event.request
  return null
}
