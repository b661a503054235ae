import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { isOfficialAddress, serviceAddress } from '../../../electron/engine/connectors/serviceAddress.ts'

const withEnv = (LISTFERRY_KIT_URL: string) => serviceAddress('kit', { env: { LISTFERRY_KIT_URL } })

describe('where a connector sends its key', () => {
  it('is the official address unless someone says otherwise', () => {
    expect(serviceAddress('kit', { env: {} })).toBe('https://api.kit.com')
    expect(withEnv('  ')).toBe('https://api.kit.com')
    expect(isOfficialAddress('kit', serviceAddress('kit', { env: {} }))).toBe(true)
  })

  it.each([
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4000'],
    ['http://127.9.8.7:4000/', 'http://127.9.8.7:4000'],
    ['http://localhost:4000', 'http://localhost:4000'],
    ['https://LOCALHOST:4000', 'https://localhost:4000'],
    ['http://[::1]:4000', 'http://[::1]:4000'],
    ['http://[0:0:0:0:0:0:0:1]:4000', 'http://[::1]:4000'],
    ['http://2130706433:4000', 'http://127.0.0.1:4000'],
  ])('may be this computer: %s', (text, origin) => {
    expect(withEnv(text)).toBe(origin)
    expect(isOfficialAddress('kit', origin)).toBe(false)
  })

  it.each([
    'https://api.kit.com.evil.example',
    'http://127.0.0.1.evil.example',
    'http://127.0.0.1@evil.example',
    'http://evil.example#127.0.0.1',
    'http://evil.example/127.0.0.1',
    'http://localhost.evil.example',
    'http://foo.localhost',
    'http://localhost.',
    'http://0.0.0.0:4000',
    'http://[::]:4000',
    'http://[::ffff:127.0.0.1]:4000',
    'http://192.168.0.10:4000',
    'http://user:password@127.0.0.1:4000',
    'http://127.0.0.1:4000/some/path',
    'http://127.0.0.1:4000/?a=b',
    'ftp://127.0.0.1',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '127.0.0.1:4000',
    'not an address',
    '//127.0.0.1',
  ])('is never %s', (text) => {
    let error: unknown
    try {
      withEnv(text)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toBeInstanceOf(AppError)
    expect((error as AppError).code).toBe('invalid-input')
    expect((error as AppError).message).toContain('LISTFERRY_KIT_URL')
    expect((error as AppError).message).not.toContain('password@')
  })

  it("uses the connection's own practice address, which a practice account on another port overrides", () => {
    const env = {}
    expect(serviceAddress('kit', { env, practiceAddress: 'http://127.0.0.1:2' })).toBe('http://127.0.0.1:2')
    const moved = { LISTFERRY_KIT_URL: 'http://127.0.0.1:1' }
    expect(serviceAddress('kit', { env: moved, practiceAddress: 'http://127.0.0.1:2' })).toBe(
      'http://127.0.0.1:1',
    )
    expect(() => serviceAddress('kit', { env, practiceAddress: 'https://evil.example' })).toThrow(AppError)
  })

  it('keeps the services apart', () => {
    const env = { LISTFERRY_KIT_URL: 'http://127.0.0.1:1' }
    expect(serviceAddress('klaviyo', { env })).toMatch(/^https:\/\/a\.klaviyo\.com$/)
    expect(serviceAddress('klaviyo', { env: { LISTFERRY_KLAVIYO_URL: 'http://[::1]:2' } })).toBe(
      'http://[::1]:2',
    )
  })
})
