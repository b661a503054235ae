import type { Receipt } from '../../../shared/contract/runs.ts'

/** Rows that somebody may want to look at, correct or send again. */
export function notThrough({ outcomes, leavers }: Receipt): number {
  return notThroughOf(outcomes) + (leavers === undefined ? 0 : notThroughOf(leavers))
}

function notThroughOf(outcomes: Receipt['outcomes']): number {
  return (
    outcomes.rejected +
    outcomes.invalid +
    outcomes['held-back'] +
    outcomes['partly-written'] +
    outcomes['in-doubt'] +
    outcomes['not-sent']
  )
}

/** With the people who left in mode mirror. */
export function gotThrough({ outcomes, leavers }: Receipt): number {
  return outcomes.written + outcomes.accepted + (leavers?.written ?? 0) + (leavers?.accepted ?? 0)
}
