import { fileURLToPath } from 'node:url'
import { type BuiltPart, hasSources, isStale } from './builds.mjs'

/** Builds of these what is missing or older than its sources. */
export async function buildWhenNeeded(...wanted: readonly BuiltPart[]): Promise<void> {
  const stale = hasSources() ? wanted.filter(isStale) : []
  if (stale.length === 0) return
  const { createBuilder } = await import('vite')
  const configFile = fileURLToPath(new URL('../vite.config.ts', import.meta.url))
  const builder = await createBuilder({ configFile, logLevel: 'error' })
  const { client, main, preload, terminal } = builder.environments
  const environments = { window: [client], desktop: [main, preload], terminal: [terminal] }
  for (const environment of stale.flatMap((part) => environments[part]))
    if (environment) await builder.build(environment)
}
