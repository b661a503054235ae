import type { Receipt } from '../../shared/contract/runs.ts'
import type { ErrorCode } from '../../shared/errors.ts'

/** Documented in the README: scripts rely on them. */
export const exitCodes = {
  done: 0,
  bug: 1,
  invalidInput: 2,
  someRowsFailed: 3,
  notAllowed: 4,
  tryAgain: 5,
  conflict: 6,
  notFound: 7,
  cancelled: 130,
} as const

const byError: Readonly<Record<ErrorCode, number>> = {
  cancelled: exitCodes.cancelled,
  'invalid-input': exitCodes.invalidInput,
  'not-found': exitCodes.notFound,
  unauthorized: exitCodes.notAllowed,
  forbidden: exitCodes.notAllowed,
  'rate-limited': exitCodes.tryAgain,
  unavailable: exitCodes.tryAgain,
  rejected: exitCodes.someRowsFailed,
  conflict: exitCodes.conflict,
  bug: exitCodes.bug,
}

/** The exit code for a command that failed. */
export function exitCodeOf(code: ErrorCode): number {
  return byError[code]
}

/**
 * A run that stopped ends with what stopped it. One that finished may still have rows that did not get through; rows
 * that the plan already showed as invalid, held back or duplicate are none of these.
 */
export function exitCodeOfRun({
  status,
  stoppedCode,
  outcomes,
}: Pick<Receipt, 'status' | 'stoppedCode' | 'outcomes'>): number {
  if (status !== 'finished') return stoppedCode === null ? exitCodes.tryAgain : exitCodeOf(stoppedCode)
  const failed = outcomes.rejected + outcomes['partly-written'] + outcomes['in-doubt'] + outcomes['not-sent']
  return failed > 0 ? exitCodes.someRowsFailed : exitCodes.done
}
