import type { Delimiter, Problem, SourceFormat, SourceInfo } from '../../shared/model.ts'
import { rowWords } from '../../shared/rowPlace.ts'
import { counted } from './words.ts'

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

function formatWords(format: SourceFormat): string {
  const header =
    format.headerRecord === null ? 'no column names' : `column names in record ${format.headerRecord}`
  return 'sheet' in format
    ? `sheet “${format.sheet}”, ${header}`
    : `${format.encoding}, separated by ${delimiterWords[format.delimiter]}, ${header}`
}
