import type { AccountSchema } from '../../../shared/model.ts'
import { readMembers, readPeople, type RefreshDeps } from './refreshMirror.ts'

const nobodyInParticular = {
  people: { count: 0, first: () => Promise.resolve({ emails: [] }) },
  audiences: [],
  channels: [],
}

/** Reads everyone of an account, and who is in each of its audiences, into the mirror. */
export async function refreshEveryone(
  deps: RefreshDeps,
  schema: AccountSchema,
  signal: AbortSignal,
): Promise<void> {
  const { mirror, clock } = deps
  mirror.saveSchema(schema)
  const refresh = { number: mirror.beginRefresh(), at: clock.now() }
  const { seen } = await readPeople.everyone(deps, nobodyInParticular, refresh, signal)
  for (const audience of schema.audiences)
    if (!seen.has(audience.kind)) await readMembers(deps, audience, refresh, signal)
  mirror.noteConfirmed()
}
