import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { coalescePushes } from '../electron/coalescePushes.ts'
import type { PushMessage } from '../shared/contract/contract.ts'
import type { RunId } from '../shared/model.ts'

const staging = (file: string, rows: number): PushMessage => ({
  name: 'source.progress',
  payload: { file, bytesRead: rows, sizeBytes: 100_000, rows },
})
const ended: PushMessage = {
  name: 'run.ended',
  payload: { run: 1 as RunId, status: 'finished', stoppedBecause: null, tookMs: 1 },
}

describe('pushes to a window', () => {
  it('of 100,000 about one file, about ten a second arrive, and the newest is the last', async () => {
    const sent: PushMessage[][] = []
    const pushes = coalescePushes({ send: (messages) => sent.push([...messages]) })
    for (let rows = 1; rows <= 100_000; rows += 1) {
      pushes.push(staging('a', rows))
      if (rows % 25_000 === 0) await sleep(120)
    }
    await sleep(120)
    pushes.close()
    expect(sent.length).toBeGreaterThanOrEqual(4)
    expect(sent.length).toBeLessThanOrEqual(6)
    expect(sent.every((messages) => messages.length === 1)).toBe(true)
    expect(sent.at(-1)).toEqual([staging('a', 100_000)])
  })

  it('a window that takes nothing makes nothing queue up; when it does again, it gets one of each, in order', async () => {
    const sent: PushMessage[] = []
    let takes = false
    const pushes = coalescePushes({
      send: (messages) => sent.push(...messages),
      canSend: () => takes,
      everyMs: 5,
    })
    for (let rows = 1; rows <= 10_000; rows += 1) pushes.push(staging(rows % 2 === 0 ? 'a' : 'b', rows))
    pushes.push(ended)
    pushes.push(staging('b', 10_001))
    await sleep(30)
    expect(sent).toEqual([])
    takes = true
    await sleep(30)
    pushes.close()
    expect(sent).toEqual([staging('a', 10_000), ended, staging('b', 10_001)])
  })

  it('nothing is sent after the window closed', async () => {
    const sent: PushMessage[] = []
    const pushes = coalescePushes({ send: (messages) => sent.push(...messages), everyMs: 5 })
    pushes.push(ended)
    pushes.close()
    await sleep(30)
    expect(sent).toEqual([])
  })
})
