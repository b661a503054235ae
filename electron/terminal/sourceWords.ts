import type { Delimiter, Problem, SourceInfo } from '../../shared/model.ts'
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
  const { format } = source
  const header =
    format.headerRecord === null ? 'no column names' : `column names in record ${format.headerRecord}`
  return [
    `${source.name}: ${counted(source.rows, 'row')}, ${counted(source.columns.length, 'column')}; ${format.encoding}, separated by ${delimiterWords[format.delimiter]}, ${header}`,
    ...problems
      .slice(0, shownProblems)
      .map(({ row, message }) => `  ${row === undefined ? '' : `row ${row}: `}${message}`),
    ...(source.problemRows > shownProblems
      ? [`  … ${counted(source.problemRows, 'row')} with something odd in all`]
      : []),
  ].join('\n')
}
