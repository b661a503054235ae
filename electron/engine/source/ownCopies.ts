import { join, sep } from 'node:path'

/** Folders with files of our own: text that was pasted, and files that a browser handed over. */
export const ownCopies = ['pasted', 'uploads'] as const

/** Whether a file is such a copy, rather than one of the user's. */
export function isOwnCopy(dataFolder: string, path: string): boolean {
  return ownCopies.some((folder) => path.startsWith(join(dataFolder, folder) + sep))
}
