import type { ServiceId } from '../../shared/model.ts'

/** A practice account on this computer, and what its sign-in form is filled with: that opens nothing anywhere else. */
export interface PracticeAccount {
  /** Origin on loopback, as `serviceAddress` takes it. */
  readonly address: string
  readonly values: Readonly<Record<string, string>>
  /** When its server was started, in milliseconds since 1970: what it held before is forgotten. */
  readonly startedAt: number
}

/** The host's practice accounts, started when they are first needed. */
export interface PracticePort {
  /**
   * Starts them, on the port where they were last time if it is free, or finds them running.
   * @throws AppError `unavailable` in words.
   */
  start(): Promise<Readonly<Record<ServiceId, PracticeAccount>>>
}
