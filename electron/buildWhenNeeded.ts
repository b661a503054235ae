import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Where the built window is. */
export const windowFolder = join(root, 'dist', 'renderer')

/** Builds the window when it is missing or older than its sources. An installed Listferry has no sources. */
export async function buildWindowWhenNeeded(): Promise<void> {
  const built = changedAt(join(windowFolder, 'index.html'))
  const sources = ['renderer', 'shared', 'vite.config.ts', 'package-lock.json'].map((name) =>
    join(root, name),
  )
  if (!existsSync(join(root, 'renderer')) || built > Math.max(...sources.map(newest))) return
  const { build } = await import('vite')
  await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' })
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
