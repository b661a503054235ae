import type { Delimiter, Problem, SourceFormat, SourceInfo } from '../../shared/model.ts'
import type { SourcePartView } from '../../shared/contract/sources.ts'
import { rowWords } from '../../shared/rowPlace.ts'
import { quoted } from './sameCommand.ts'
import { count, counted } from './words.ts'

const shownProblems = 10

const delimiterWords: Readonly<Record<Delimiter, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars',
}

/** How the file was read, and what is odd about it. */
export function sourceWords(source: SourceInfo, problems: readonly Problem[]): string {
  return [
    `${source.name}: ${counted(source.rows, 'row')}, ${counted(source.columns.length, 'column')}; ${formatWords(source.format)}`,
    ...(source.parts ?? []).map(({ name, rows }) => `  ${name}: ${counted(rows, 'row')}`),
    ...problems
      .slice(0, shownProblems)
      .map(
        ({ row, message }) => `  ${row === undefined ? '' : `${rowWords(source.parts, row)}: `}${message}`,
      ),
    ...(source.problemRows > shownProblems
      ? [`  … ${counted(source.problemRows, 'row')} with something odd in all`]
      : []),
  ].join('\n')
}

/** Which files of several are not read, and why; `null` where all are. */
export function leftOutWords(parts: readonly SourcePartView[]): string | null {
  const leftOut = parts.filter(({ taken }) => !taken)
  if (leftOut.length === 0) return null
  const whoLeft = leftOut.filter(({ ofWhoLeft }) => ofWhoLeft)
  const withWhoLeft = parts.filter(({ taken, ofWhoLeft }) => taken || ofWhoLeft)
  return [
    `${counted(leftOut.length, 'file')} in it ${leftOut.length === 1 ? 'is' : 'are'} not read:`,
    ...leftOut.slice(0, shownProblems).map(({ name, why }) => `  ${name}: ${why ?? ''}`),
    ...(leftOut.length > shownProblems ? [`  … and ${count(leftOut.length - shownProblems)} more`] : []),
    ...(whoLeft.length > 0
      ? [`To read who left too, so that they are held back: ${withWhoLeft.map(onlyFile).join(' ')}`]
      : []),
  ].join('\n')
}

/** By its name inside the archive. */
function onlyFile({ name }: SourcePartView): string {
  return `--only-file ${quoted(name.split(' › ')[1] ?? name)}`
}

function formatWords(format: SourceFormat): string {
  const header =
    format.headerRecord === null ? 'no column names' : `column names in record ${format.headerRecord}`
  return 'sheet' in format
    ? `sheet “${format.sheet}”, ${header}`
    : `${format.encoding}, separated by ${delimiterWords[format.delimiter]}, ${header}`
}
