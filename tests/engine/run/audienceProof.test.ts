import { expect, it } from 'vitest'
import type { StepOutcome } from '../../../electron/engine/connectors/applyEvents.ts'
import { audienceProof } from '../../../electron/engine/run/audienceProof.ts'
import type { Change, ChangeId } from '../../../shared/model.ts'

const join = (id: number, audience: string) =>
  ({
    id: id as ChangeId,
    object: 'membership',
    op: 'join',
    audience: { kind: 'tag', id: audience },
  }) as Change

/** Batches that say when they begin, tell outcomes, and end when they are told to. */
function batches() {
  const proof = audienceProof()
  const begun: number[] = []
  const send = (change: Change, ...others: Change[]) => {
    const { promise, resolve, reject } = Promise.withResolvers<readonly StepOutcome[]>()
    let tellOutcomes: (outcomes: readonly StepOutcome[]) => void = () => undefined
    const over = proof.pass([change, ...others], (tell) => {
      begun.push(change.id)
      tellOutcomes = tell
      return promise
    })
    over.catch(() => undefined)
    return {
      over,
      tells: async (one: Change, status: StepOutcome['status']) => {
        tellOutcomes([{ change: one.id, status, httpStatus: 200 }])
        await settled()
      },
      ends: async (status: StepOutcome['status']) => {
        resolve([{ change: change.id, status, httpStatus: 200 }])
        await over
        await settled()
      },
      fails: async () => {
        reject(new Error('gone'))
        await settled()
      },
    }
  }
  return { begun, send }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

it('lets one batch go first for each audience, and all of them once somebody got in', async () => {
  const { begun, send } = batches()
  const first = send(join(1, 'a'))
  for (const [id, audience] of [
    [2, 'a'],
    [3, 'a'],
    [4, 'b'],
  ] as const)
    send(join(id, audience))
  await settled()
  expect(begun).toEqual([1, 4])
  await first.ends('written')
  expect(begun).toEqual([1, 4, 2, 3])
})

it('goes on one by one while nobody got in, and lets the next find out after a failure', async () => {
  const { begun, send } = batches()
  const first = send(join(1, 'a'))
  const second = send(join(2, 'a'))
  send(join(3, 'a'))
  await first.ends('rejected')
  expect(begun).toEqual([1, 2])
  await second.fails()
  await expect(second.over).rejects.toThrow('gone')
  expect(begun).toEqual([1, 2, 3])
})

it('waits for an audience, not for the rest of the batch that found out', async () => {
  const { begun, send } = batches()
  const first = send(join(1, 'a'), join(2, 'b'))
  send(join(3, 'a'))
  send(join(4, 'a'), join(5, 'b'))
  await settled()
  await first.tells(join(1, 'a'), 'rejected')
  expect(begun).toEqual([1])
  await first.tells(join(1, 'a'), 'written')
  expect(begun).toEqual([1, 3])
  await first.fails()
  expect(begun).toEqual([1, 3, 4])
})
