import type { Handlers } from '../../../shared/contract/contract.ts'
import type { EngineParts } from '../createEngine.ts'
import { forgetEverything } from '../forget/forgetEverything.ts'
import { findTraces, forgetPerson } from '../forget/forgetPerson.ts'
import { inAllTurns } from '../forget/inAllTurns.ts'
import { shapeStore } from '../store/shapes.ts'
import { copiesFolder } from '../replicate/copiesFolder.ts'
import { dataBytes } from '../store/dataBytes.ts'
import { version } from '../version.ts'

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
      copiesFolder: copiesFolder(parts.env),
      vault: parts.vault.protection,
      vaultWarning: parts.vaultWarning,
      notices: settings.notices(),
    }),
    ping: () => Promise.resolve(parts.clock.now()),
    rememberedShapes: () => Promise.resolve(shapeStore(parts.db).count()),
    forgetShapes() {
      shapeStore(parts.db).forgetAll()
      parts.push({ name: 'changed', payload: { what: 'sources' } })
      return Promise.resolve(null)
    },
    traces: ({ email }) => findTraces(parts, email),
    async forgetPerson({ email }, signal) {
      const traces = await parts.results.without(() =>
        inAllTurns(parts, signal, () => forgetPerson(parts, email)),
      )
      tellAll(parts)
      return traces
    },
    async forgetEverything(_, signal) {
      const warnings = await parts.results.without(() => forgetEverything(parts, signal))
      tellAll(parts)
      return { warnings }
    },
  }
}

function tellAll({ push }: EngineParts): void {
  const all = ['connections', 'sources', 'plans', 'runs', 'recipes', 'queries', 'people'] as const
  for (const what of all) push({ name: 'changed', payload: { what } })
  push({ name: 'forgotten', payload: {} })
}
