import { isBuiltin } from 'node:module'

const neededMajor = 24

/**
 * One plain line when Listferry can't run on this Node.js, else `null`. To be asked before anything is imported that
 * needs `node:sqlite`.
 */
export function preflight(
  nodeVersion: string = process.versions.node,
  hasSqlite: boolean = isBuiltin('node:sqlite'),
): string | null {
  if (Number.parseInt(nodeVersion, 10) < neededMajor) {
    return `Listferry needs Node.js ${neededMajor} or newer; this is ${nodeVersion}. Install it from nodejs.org, then start Listferry again.`
  }
  if (!hasSqlite) {
    return `Listferry needs a Node.js with SQLite; this one (${nodeVersion}) was built without it. Install Node.js from nodejs.org, then start Listferry again.`
  }
  return null
}
