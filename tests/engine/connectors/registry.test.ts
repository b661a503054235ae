import { describe, expect, it } from 'vitest'
import { connectorFor, connectors } from '../../../electron/engine/connectors/registry.ts'
import type { ServiceId } from '../../../shared/model.ts'

describe('the list of connectors', () => {
  it('finds each by its id', () => {
    for (const connector of connectors) expect(connectorFor(connector.id)).toBe(connector)
    expect(connectors.map(({ title }) => title)).toContain('Kit')
  })

  it('asks for everything secret as a secret, with words where to find it', () => {
    for (const form of connectors.flatMap(({ credentials }) => credentials)) {
      expect(form.help.length).toBeGreaterThan(20)
      if (form.kind === 'keys') expect(form.fields.some(({ secret }) => secret)).toBe(true)
    }
  })

  it('says so for a service it does not know', () => {
    expect(() => connectorFor('smoke signals' as ServiceId)).toThrow(/cannot connect to smoke signals/)
  })
})
