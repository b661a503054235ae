import { connect } from 'node:net'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { startPractice } from '../../electron/practice/startPractice.ts'
import { AppError } from '../../shared/errors.ts'
import { startTestPractice } from './harness.ts'

/** What a server answers to a request written by hand: fetch would set the Host header itself. */
async function firstLine(address: string, headers: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(address)
  const socket = connect(Number(port), hostname)
  socket.write(['GET /practice/settings HTTP/1.1', ...headers, 'Connection: close', '', ''].join('\r\n'))
  const [data] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  return data.toString().split('\r\n')[0] ?? ''
}

describe('the practice server', () => {
  it('listens on 127.0.0.1 only', async () => {
    const { address } = await startTestPractice()
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })

  it.each(['127.0.0.1', 'localhost', '[::1]', '127.0.0.1:1234', 'LOCALHOST:80'])(
    'answers to Host: %s',
    async (host) => {
      const { address } = await startTestPractice()
      expect(await firstLine(address, [`Host: ${host}`])).toBe('HTTP/1.1 200 OK')
    },
  )

  it.each(['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:80', '0.0.0.0', '192.168.1.2'])(
    'refuses Host: %s, so that no page can reach it under another name',
    async (host) => {
      const { address } = await startTestPractice()
      expect(await firstLine(address, [`Host: ${host}`])).toBe('HTTP/1.1 403 Forbidden')
    },
  )

  it('refuses pages of other sites', async () => {
    const { call } = await startTestPractice()
    for (const origin of ['https://evil.example', 'null'])
      expect((await call('POST', '/practice/reset', undefined, { Origin: origin })).status).toBe(403)
    expect(
      (await call('POST', '/practice/reset', undefined, { Origin: 'http://localhost:5173' })).status,
    ).toBe(200)
  })

  it('frees its port when it closes, also twice', async () => {
    const first = await startPractice()
    const port = Number(new URL(first.address).port)
    await first.close()
    await first.close()
    const second = await startPractice({ port })
    expect(second.address).toBe(first.address)
    await second.close()
  })

  it('says so when its port is taken', async () => {
    const { address } = await startTestPractice()
    const error = await startPractice({ port: Number(new URL(address).port) }).catch(
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('another program') as unknown,
    })
  })

  it('answers elsewhere with 404', async () => {
    const { call } = await startTestPractice()
    expect((await call('GET', '/')).status).toBe(404)
  })
})
