import type { ErrorCode } from '../../../shared/errors.ts'
import type { RunProgress, RunView } from '../../../shared/contract/runs.ts'

/** Where a run stands, as its screen shows it. */
export type RunPhase =
  /** Begun; it checks the account first, or waits for another run of the same account. */
  | { readonly phase: 'waiting-its-turn' }
  | { readonly phase: 'sending'; readonly progress: RunProgress }
  | { readonly phase: 'paused' }
  /** The program ended in the middle of it. */
  | { readonly phase: 'interrupted' }
  | { readonly phase: 'stopped'; readonly because: string; readonly code: ErrorCode | null }
  | { readonly phase: 'ended'; readonly how: 'finished' | 'cancelled' }

export function runPhase(view: RunView, progress: RunProgress | null): RunPhase {
  if (view.interrupted) return { phase: 'interrupted' }
  switch (view.status) {
    case 'running':
      return progress === null ? { phase: 'waiting-its-turn' } : { phase: 'sending', progress }
    case 'stopped':
      // A pause is the user's own stop.
      if (view.stoppedCode === 'cancelled') return { phase: 'paused' }
      return {
        phase: 'stopped',
        because: view.stoppedBecause ?? 'No reason is known.',
        code: view.stoppedCode,
      }
    case 'finished':
    case 'cancelled':
      return { phase: 'ended', how: view.status }
  }
}

/** Whether something of it can still be sent. */
export function canGoOn({ status, interrupted }: RunView): boolean {
  return status === 'stopped' || interrupted
}

export function isUnderWay({ status, interrupted }: RunView): boolean {
  return status === 'running' && !interrupted
}
