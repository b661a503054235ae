import type { Change } from '../../../shared/model.ts'
import type { StepOutcome } from '../connectors/applyEvents.ts'

/**
 * An audience may have been deleted or switched off since the preview, and some services take the people before they
 * say so. Until somebody got into an audience, only one batch at a time goes that names it: no more is written in vain.
 */
export interface AudienceProof {
  /**
   * Sends once every audience of these is known to be there, or once these are the ones to find out. `send` tells
   * outcomes as they come: who waits for an audience need not wait for the rest of the batch.
   */
  pass(
    changes: readonly Change[],
    send: (tell: (outcomes: readonly StepOutcome[]) => void) => Promise<readonly StepOutcome[]>,
  ): Promise<void>
}

export function audienceProof(): AudienceProof {
  const proven = new Set<string>()
  const proving = new Map<string, PromiseWithResolvers<undefined>>()
  const isOver = (name: string) => {
    proving.get(name)?.resolve(undefined)
    proving.delete(name)
  }
  return {
    async pass(changes, send) {
      const names = [...new Set(changes.flatMap(audienceName))]
      const open = () => names.filter((name) => !proven.has(name))
      for (let others = underWay(open(), proving); others.length > 0; others = underWay(open(), proving))
        await Promise.all(others)
      const mine = open()
      for (const name of mine) proving.set(name, Promise.withResolvers<undefined>())
      const tell = (outcomes: readonly StepOutcome[]) => {
        if (!mine.some((name) => proving.has(name))) return
        for (const name of throughTo(changes, outcomes)) {
          proven.add(name)
          isOver(name)
        }
      }
      try {
        tell(await send(tell))
      } finally {
        for (const name of mine) if (!proven.has(name)) isOver(name)
      }
    },
  }
}

function underWay(
  names: readonly string[],
  proving: ReadonlyMap<string, PromiseWithResolvers<undefined>>,
): Promise<undefined>[] {
  return names.flatMap((name) => proving.get(name)?.promise ?? [])
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
