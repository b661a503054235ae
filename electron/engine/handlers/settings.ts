import type { Handlers } from '../../../shared/contract/contract.ts'
import type { EngineParts } from '../createEngine.ts'
import { dataBytes } from '../store/dataBytes.ts'
import { version } from '../version.ts'
import { notYet } from './notYet.ts'

export function settingsHandlers(parts: EngineParts): Handlers['settings'] {
  const { settings, dataFolder } = parts
  return {
    get: () => settings.read(),
    async set(patch) {
      const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
      const all = await settings.write(given)
      parts.push({ name: 'changed', payload: { what: 'settings' } })
      return all
    },
    about: async () => ({
      version,
      host: parts.host,
      dataFolder,
      dataBytes: await dataBytes(dataFolder),
      vault: parts.vault.protection,
      vaultWarning: parts.vaultWarning,
      notices: settings.notices(),
    }),
    ping: () => Promise.resolve(parts.clock.now()),
    ...notYet(['traces', 'forgetPerson', 'forgetEverything']),
  }
}
