import type { Account, Connector } from '../../../../electron/engine/connectors/connector.ts'
import type { ApplyEvent, JobProgress, JobRef } from '../../../../electron/engine/connectors/applyEvents.ts'
import type { Change, ChangeId } from '../../../../shared/model.ts'
import type { ManualClock } from '../../../support/manualClock.ts'

/**
 * A connector whose `apply` also does what the engine does with jobs: follows them to their end, and comes again with
 * the changes that waited for one. So the suite, which knows nothing of jobs, sees what became of every change.
 * Without a pacer around it, each request is given the time that the service's limits ask for.
 */
export function followingJobs(connector: Connector, clock: ManualClock): Connector {
  return {
    ...connector,
    open(credentials, deps) {
      const isBare = deps.fetch === globalThis.fetch
      const fetch: typeof globalThis.fetch = async (input, init) => {
        await clock.advance(100)
        return deps.fetch(input, init)
      }
      const account = connector.open(credentials, isBare ? { ...deps, fetch } : deps)
      const pause = () => (isBare ? clock.advance(1_000) : clock.sleep(1_000))
      return { ...account, apply: (changes, signal) => applyWhole(account, changes, pause, signal) }
    },
  }
}

async function* applyWhole(
  account: Account,
  changes: readonly Change[],
  pause: () => Promise<void>,
  signal: AbortSignal,
): AsyncGenerator<ApplyEvent> {
  let left = changes
  while (left.length > 0) {
    const settled = new Set<ChangeId>()
    const jobs: { job: JobRef; changes: readonly ChangeId[] }[] = []
    for await (const event of account.apply(left, signal)) {
      if (event.type === 'settled') for (const { change } of event.outcomes) settled.add(change)
      if (event.type === 'job') jobs.push(event)
      else yield event
    }
    for (const { job, changes: ids } of jobs) {
      const followed = left.filter(({ id }) => ids.includes(id))
      const { outcomes, contacts } = await endOf(account, job, followed, pause, signal)
      for (const { change } of outcomes) settled.add(change)
      yield { type: 'settled', outcomes, contacts }
    }
    if (settled.size === 0) throw new Error('Changes were left without an outcome.')
    left = left.filter(({ id }) => !settled.has(id))
  }
}

async function endOf(
  account: Account,
  job: JobRef,
  changes: readonly Change[],
  pause: () => Promise<void>,
  signal: AbortSignal,
): Promise<Extract<JobProgress, { done: true }>> {
  for (;;) {
    const progress = await account.poll?.(job, changes, signal)
    if (progress?.done) return progress
    await pause()
  }
}
