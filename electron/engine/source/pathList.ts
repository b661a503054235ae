import { basename } from 'node:path'

/**
 * Several files that were chosen together are one source, and stand in the place of its path as a list. A path on a disk
 * is absolute and so never begins like one.
 */
export function listOfPaths(paths: readonly string[]): string {
  const [first] = paths
  return paths.length === 1 && first !== undefined ? first : JSON.stringify(paths)
}

/** The files at a source's path, in the order they were chosen. */
export function pathsIn(path: string): readonly string[] {
  return path.startsWith('["') ? (JSON.parse(path) as string[]) : [path]
}

/** What people call it: `people.csv`, or `march.csv and 2 more files`. */
export function nameOfPaths(path: string): string {
  const paths = pathsIn(path)
  const first = basename(paths[0] ?? path)
  if (paths.length === 1) return first
  return `${first} and ${paths.length - 1} more ${paths.length === 2 ? 'file' : 'files'}`
}
