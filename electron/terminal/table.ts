import { displayWidth, padColumns } from './displayWidth.ts'
import { breakLines } from './wrap.ts'

const gap = 2
const narrowest = 8

/**
 * Columns padded to their widest cell, two spaces between. Where that is wider than `width`, the widest columns give
 * way and their cells go on in further lines.
 */
export function table(rows: readonly (readonly string[])[], width = Infinity): string {
  const cells = rows.map((row) => row.map((cell) => cell.replaceAll(/[\r\n\t]+/g, ' ')))
  const widths = fitting(naturalWidths(cells), width)
  return cells.flatMap((row) => rowLines(row, widths)).join('\n')
}

function naturalWidths(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = []
  for (const row of rows)
    row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, displayWidth(cell))))
  return widths
}

function fitting(natural: readonly number[], width: number): number[] {
  const room = width - gap * (natural.length - 1)
  const widths = natural.map((one) => Math.min(one, Math.max(room, narrowest)))
  const total = () => widths.reduce((sum, one) => sum + one, 0)
  while (total() > room) {
    const widest = Math.max(...widths)
    if (widest <= narrowest) break
    widths[widths.indexOf(widest)] = widest - 1
  }
  return widths
}

function rowLines(row: readonly string[], widths: readonly number[]): string[] {
  const broken = row.map((cell, index) => breakLines(cell, widths[index] ?? Infinity))
  const height = Math.max(1, ...broken.map((lines) => lines.length))
  return Array.from({ length: height }, (_, line) =>
    row
      .map((_cell, index) => padColumns(broken[index]?.[line] ?? '', widths[index] ?? 0))
      .join(' '.repeat(gap))
      .trimEnd(),
  )
}
