import type { Change } from '../../../shared/model.ts'
import type { StepOutcome } from '../connectors/connector.ts'

/**
 * An audience may have been deleted or switched off since the preview, and some services take the people before they
 * say so. Until somebody got into an audience, only one batch at a time goes that names it: no more is written in vain.
 */
export interface AudienceProof {
  /** Sends once every audience of these is known to be there, or once these are the ones to find out. */
  pass(changes: readonly Change[], send: () => Promise<readonly StepOutcome[]>): Promise<void>
}

export function audienceProof(): AudienceProof {
  const proven = new Set<string>()
  const proving = new Map<string, Promise<void>>()
  return {
    async pass(changes, send) {
      const names = [...new Set(changes.flatMap(audienceName))]
      const open = () => names.filter((name) => !proven.has(name))
      for (let others = underWay(open(), proving); others.length > 0; others = underWay(open(), proving))
        await Promise.all(others)
      const mine = open()
      const { promise, resolve } = Promise.withResolvers<undefined>()
      for (const name of mine) proving.set(name, promise)
      try {
        const outcomes = await send()
        for (const name of throughTo(changes, outcomes)) proven.add(name)
      } finally {
        for (const name of mine) proving.delete(name)
        resolve(undefined)
      }
    },
  }
}

function underWay(names: readonly string[], proving: ReadonlyMap<string, Promise<void>>): Promise<void>[] {
  return names.map((name) => proving.get(name)).filter((one) => one !== undefined)
}

/** Audiences that somebody got into or out of. */
function throughTo(changes: readonly Change[], outcomes: readonly StepOutcome[]): string[] {
  const through = new Set(
    outcomes
      .filter(({ status }) => status === 'written' || status === 'accepted')
      .map(({ change }) => change),
  )
  return changes.filter(({ id }) => through.has(id)).flatMap(audienceName)
}

function audienceName(change: Change): string[] {
  return change.object === 'membership' ? [`${change.audience.kind} ${change.audience.id}`] : []
}
