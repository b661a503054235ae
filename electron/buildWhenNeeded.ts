import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

const parts = {
  window: { built: 'dist/renderer/index.html', sources: ['renderer', 'shared'] },
  desktop: { built: 'dist/desktop/main.cjs', sources: ['electron', 'shared'] },
} as const

/** Builds the window, or all of the desktop app, when it is missing or older than its sources. */
export async function buildWhenNeeded(...wanted: readonly (keyof typeof parts)[]): Promise<void> {
  // An installed Listferry has no sources.
  if (!existsSync(join(root, 'renderer')) || !wanted.some(isStale)) return
  const { createBuilder } = await import('vite')
  const builder = await createBuilder({ configFile: join(root, 'vite.config.ts'), logLevel: 'error' })
  const { client, main, preload } = builder.environments
  const environments = wanted
    .filter(isStale)
    .flatMap((part) => (part === 'window' ? [client] : [main, preload]))
  for (const environment of environments) if (environment) await builder.build(environment)
}

function isStale(part: keyof typeof parts): boolean {
  const { built, sources } = parts[part]
  const changed = [...sources, 'vite.config.ts', 'package-lock.json'].map((name) => newest(join(root, name)))
  return changedAt(join(root, built)) <= Math.max(...changed)
}

function newest(path: string): number {
  if (!existsSync(path)) return 0
  if (!statSync(path).isDirectory()) return changedAt(path)
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' })
  return Math.max(0, ...files.map((name) => changedAt(join(path, name))))
}

function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
