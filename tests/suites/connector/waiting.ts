import { setImmediate as nextTick } from 'node:timers/promises'
import { expect } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import type { ManualClock } from '../../support/manualClock.ts'

export async function failure(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(AppError)
  return error as AppError
}

/** Lets time pass until it is done. */
export async function inTime<T>(clock: ManualClock, promise: Promise<T>): Promise<T> {
  const state = { isDone: false }
  const end = () => {
    state.isDone = true
  }
  promise.then(end, end)
  while (!state.isDone) {
    if (clock.sleeping() > 0) await clock.advance(250)
    else await nextTick()
  }
  return promise
}

export async function untilTrue(condition: () => boolean): Promise<void> {
  while (!condition()) await nextTick()
}
