import type { Receipt } from '../../../shared/contract/runs.ts'

/** Rows that somebody may want to look at, correct or send again. */
export function notThrough({ outcomes }: Receipt): number {
  return (
    outcomes.rejected +
    outcomes.invalid +
    outcomes['held-back'] +
    outcomes['partly-written'] +
    outcomes['in-doubt'] +
    outcomes['not-sent']
  )
}

export function gotThrough({ outcomes }: Receipt): number {
  return outcomes.written + outcomes.accepted
}
