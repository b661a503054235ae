// What is built of the sources, and whether it is as new as they are. Plain JavaScript, because what is asked first
// runs on an older Node too.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

const parts = {
  window: { built: 'dist/renderer/index.html', sources: ['renderer', 'shared'] },
  desktop: { built: 'dist/desktop/main.cjs', sources: ['electron', 'shared'] },
  terminal: { built: 'dist/terminal/cli.js', sources: ['electron', 'shared'] },
}

/** @typedef {keyof typeof parts} BuiltPart */

/**
 * Missing, or older than its sources.
 * @param {BuiltPart} part
 */
export function isStale(part) {
  const { built, sources } = parts[part]
  const builtAt = changedAt(join(root, built))
  if (builtAt === 0) return true
  return [...sources, 'vite.config.ts', 'package-lock.json'].some(
    (name) => newest(join(root, name)) >= builtAt,
  )
}

/** An installed Listferry has no sources. */
export function hasSources() {
  return existsSync(join(root, 'renderer'))
}

/**
 * The program of a terminal or browser host: as it was built, which starts three times as fast, or else its source.
 * @param {'cli' | 'web'} name
 */
export function programOf(name) {
  const folder = isStale('terminal') ? `electron/${name}.ts` : `dist/terminal/${name}.js`
  return new URL(`../${folder}`, import.meta.url)
}

/** @param {string} path */
function newest(path) {
  if (!existsSync(path)) return 0
  if (!statSync(path).isDirectory()) return changedAt(path)
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' })
  return Math.max(0, ...files.map((name) => changedAt(join(path, name))))
}

/** @param {string} path */
function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
