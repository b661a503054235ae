import type { Clock } from '../../../clock.ts'
import type { Account, ConnectorDeps } from '../../connector.ts'
import type { AccountLimits } from '../../limits.ts'
import type { Credentials } from '../../credentials.ts'
import { audienceKey } from '../audience.ts'
import { customFieldReader } from '../customFields.ts'
import type { SendToKit } from '../request.ts'
import { alreadyDone } from './alreadyDone.ts'
import { apply } from './apply.ts'
import { createCustomField, createTag, listCustomFields, listTags } from './create.ts'
import { describe, identify } from './describe.ts'
import { v3Bucket } from './keys.ts'
import { cost, pull } from './pull.ts'
import { recentLeavers } from './recentLeavers.ts'
import { createSendToV3 } from './request.ts'
import { v3RequestCounter } from './requestCounter.ts'

/** As with a key of version 4: a row is a request or a few, four rows side by side. */
const limits: Omit<AccountLimits, 'showsAfterMs'> = {
  rowsPerBatch: 1,
  parallelBatches: 4,
  writesBeforeJoining: true,
  bucketsOf: () => [v3Bucket],
}

/** Kit with an API key and secret of version 3. */
export function openV3(credentials: Credentials, deps: ConnectorDeps, showsAfterMs: number): Account {
  const send = createSendToV3(credentials, deps)
  const { clock } = deps
  const fields = customFieldReader((signal) => listCustomFields(send, signal), clock)
  const audienceNames = new Map<string, string>()
  const tagsThere = tagReader(send, clock)
  const kit = { send, fields, clock, audienceNames, tagsThere, leavers: recentLeavers(send, clock) }
  return {
    limits: { ...limits, showsAfterMs },
    requestCounter: () => v3RequestCounter(v3Bucket),
    identify: (signal) => identify(send, signal),
    async describe(signal) {
      const schema = await describe(send, await fields.reread(signal), signal)
      for (const audience of schema.audiences) audienceNames.set(audienceKey(audience), audience.name)
      tagsThere.are(schema.audiences.filter(({ kind }) => kind === 'tag').map(({ id }) => id))
      return schema
    },
    pull: (request, signal) => pull(kit, request, signal),
    cost: (request, signal) => cost(kit, request, signal),
    apply: (changes, signal) => apply(kit, changes, signal),
    async createAudience({ name }, note, signal) {
      const made = await createTag(send, name, note, signal)
      audienceNames.set(audienceKey(made), made.name)
      tagsThere.forget()
      return made
    },
    createField: ({ label }, signal) => createCustomField(send, label, signal),
    alreadyDone: (changes, signal) => alreadyDone(kit, changes, signal),
  }
}

const freshForMs = 5 * 60_000

/** The tags there are, as read less than five minutes ago. */
function tagReader(send: SendToKit, clock: Clock) {
  let known: { readonly ids: ReadonlySet<string>; readonly readAt: number } | null = null
  const current = async (signal: AbortSignal): Promise<ReadonlySet<string>> => {
    if (known !== null && clock.monotonic() - known.readAt < freshForMs) return known.ids
    const readAt = clock.monotonic()
    const ids = await listTags(send, signal)
    known = { ids, readAt }
    return ids
  }
  return Object.assign(current, {
    are(ids: readonly string[]) {
      known = { ids: new Set(ids), readAt: clock.monotonic() }
    },
    forget() {
      known = null
    },
  })
}
