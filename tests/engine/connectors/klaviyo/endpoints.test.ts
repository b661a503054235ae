import { describe, expect, it } from 'vitest'
import { bucketsOf } from '../../../../electron/engine/connectors/klaviyo/endpoints.ts'

function names(method: string, path: string): string[] {
  return bucketsOf(method, new URL(path, 'https://a.klaviyo.com')).map(({ name }) => name)
}

function limits(method: string, path: string): number[] {
  const [first] = bucketsOf(method, new URL(path, 'https://a.klaviyo.com'))
  return first?.windows.map(({ requests }) => requests) ?? []
}

describe('Klaviyo’s limits', () => {
  it('count for each endpoint on its own, whatever the ids and the slash at the end', () => {
    expect(names('GET', '/api/lists/Y6nRLr/profiles?page%5Bsize%5D=100')).toEqual([
      'GET /api/lists/{id}/profiles',
    ])
    expect(names('GET', '/api/lists/AbCdEf/profiles/')).toEqual(['GET /api/lists/{id}/profiles'])
    expect(names('POST', '/api/lists/Y6nRLr/relationships/profiles')).not.toEqual(
      names('DELETE', '/api/lists/Y6nRLr/relationships/profiles'),
    )
  })

  it('are those of the reference', () => {
    expect(limits('GET', '/api/accounts')).toEqual([1, 15])
    expect(limits('POST', '/api/profile-bulk-import-jobs')).toEqual([10, 150])
    expect(limits('GET', '/api/profiles?filter=x')).toEqual([75, 750])
  })

  it('are the strictest where an endpoint isn’t known', () => {
    expect(limits('GET', '/api/something-new')).toEqual([1, 15])
  })

  it('count a list’s number of people besides, the narrower limit first', () => {
    const path = '/api/lists/Y6nRLr?additional-fields%5Blist%5D=profile_count'
    expect(names('GET', path)).toEqual(['profile_count of a list', 'GET /api/lists/{id}'])
    expect(limits('GET', path)).toEqual([1, 15])
    expect(limits('GET', '/api/lists/Y6nRLr')).toEqual([75, 750])
  })

  it('have no lower one for subscriptions', () => {
    expect(names('GET', '/api/profiles?additional-fields%5Bprofile%5D=subscriptions')).toHaveLength(1)
  })
})
