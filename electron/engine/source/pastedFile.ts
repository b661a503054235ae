import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Papa from 'papaparse'
import { AppError } from '../../../shared/errors.ts'
import { type Mailbox, mailboxList } from './mailboxList.ts'

export interface PastedTable {
  /** As the spreadsheet put it on the clipboard: tabs between cells, or commas. Or people of a mail, see `mailboxList`. */
  readonly text: string
  /** What the user calls it, if they said so. */
  readonly name: string | undefined
  readonly now: number
}

/**
 * Keeps a pasted table as a file that only the user can read, so that from here on it is a source like any other.
 * @returns its path; a name that is there already gets a number.
 * @throws AppError `invalid-input` for text without a single character to see.
 */
export async function keepPasted(folder: string, { text: pasted, name, now }: PastedTable): Promise<string> {
  if (pasted.trim() === '')
    throw new AppError(
      'invalid-input',
      'There is nothing in what was pasted. Copy the cells of the table, with their headers, and paste again.',
    )
  const people = mailboxList(pasted)
  const text = people === null ? pasted : tableOf(people)
  const stem = fileName(name ?? '') || `Pasted ${localTime(now)}`
  const ending = text.includes('\t') ? 'tsv' : 'csv'
  for (let n = 1; ; n += 1) {
    const path = join(folder, n === 1 ? `${stem}.${ending}` : `${stem} (${n}).${ending}`)
    if (await writeNew(path, text)) return path
  }
}

function tableOf(people: readonly Mailbox[]): string {
  const rows = people.map(({ address, name }) => [address, name])
  return Papa.unparse([['Email', 'Name'], ...rows], { newline: '\n', quotes: true })
}

/** Where a table that Listferry made itself is kept: a name that no file there has. */
export function freePastedPath(
  folder: string,
  { stem, ending }: { readonly stem: string; readonly ending: string },
): string {
  const name = fileName(stem) || 'Table'
  for (let n = 1; ; n += 1) {
    const path = join(folder, n === 1 ? `${name}.${ending}` : `${name} (${n}).${ending}`)
    if (!existsSync(path)) return path
  }
}

async function writeNew(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text.toWellFormed(), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    throw new AppError(
      'unavailable',
      code === 'ENOSPC'
        ? 'The pasted table could not be kept: the disk is full. Free some space, then paste again.'
        : 'The pasted table could not be kept in the data folder. Check that Listferry may write there, then paste again.',
      { cause: error },
    )
  }
}

/** Without what file systems give a meaning to, and short enough for all of them. */
function fileName(name: string): string {
  return name
    .replace(/\.(csv|tsv|txt)$/i, '')
    .replace(/[\p{C}/\\:*?"<>|]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .replace(/^[ .]+|[ .]+$/g, '')
    .slice(0, 60)
    .trimEnd()
}

/** `2026-11-27 09.14`, since a colon is no part of a file's name on Windows. */
function localTime(now: number): string {
  const at = new Date(now)
  const two = (n: number) => String(n).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day} ${two(at.getHours())}.${two(at.getMinutes())}`
}
