import { expect, it } from 'vitest'
import { createRequestLog } from '../../electron/practice/requestLog.ts'

const request = { method: 'GET', path: '/v4/tags', query: '', key: 'valid 1', at: 0 }

it('calls whoever waits for requests as each arrives, before it is answered, until they stop', () => {
  const log = createRequestLog(2)
  const seen: [number, number | null][] = []
  const stop = log.onArrival(({ number, status }) => seen.push([number, status]))
  log.arrived(request)({ status: 200, dropped: null })
  log.arrived(request)
  stop()
  log.arrived(request)
  expect(seen).toEqual([
    [1, null],
    [2, null],
  ])
})
