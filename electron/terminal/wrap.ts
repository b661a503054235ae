import { cutColumns, displayWidth } from './displayWidth.ts'

/**
 * Breaks lines that are longer than `width` at their spaces and indents what follows by two more. A line that starts
 * with four spaces stays as it is: it holds numbers, or a command to copy.
 */
export function wrap(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => wrapLine(line, width))
    .join('\n')
}

function wrapLine(line: string, width: number): string[] {
  if (displayWidth(line) <= width || line.startsWith('    ')) return [line]
  const indent = ' '.repeat(line.length - line.trimStart().length)
  const [first = '', ...rest] = breakLines(line.trimStart(), width - indent.length - 2)
  return [indent + first, ...rest.map((part) => `${indent}  ${part}`)]
}

/** The words of one line, in lines of at most `width` columns. Only a word longer than that is cut. */
export function breakLines(line: string, width: number): string[] {
  if (displayWidth(line) <= width) return [line]
  const lines: string[] = []
  let current = ''
  for (const word of line.split(' ').flatMap((long) => pieces(long, width))) {
    const longer = current === '' ? word : `${current} ${word}`
    if (current !== '' && displayWidth(longer) > width) {
      lines.push(current)
      current = word
    } else current = longer
  }
  return [...lines, current]
}

function pieces(word: string, width: number): string[] {
  const parts: string[] = []
  let rest = word
  while (displayWidth(rest) > width) {
    const part = cutColumns(rest, width)
    if (part === '') break
    parts.push(part)
    rest = rest.slice(part.length)
  }
  return [...parts, rest]
}
