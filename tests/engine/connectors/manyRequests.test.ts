import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { noteRequests } from '../../../electron/engine/connectors/noteRequests.ts'
import { timeLimitedFetch } from '../../../electron/engine/connectors/timeLimitedFetch.ts'

// Whoever listens to a signal is searched through for each who comes: a long run would become slower with every request.
test('many requests of one run leave no more behind at its signal than one does', async () => {
  const { signal } = new AbortController()
  const answer = () => Promise.resolve(new Response('{}'))
  const send = noteRequests(timeLimitedFetch(answer), () => undefined)
  for (const method of ['POST', 'GET'])
    for (let request = 0; request < 50; request += 1)
      await send('http://127.0.0.1:1/v4/subscribers', { method, signal })
  expect(getEventListeners(signal, 'abort').length).toBeLessThanOrEqual(1)
})
