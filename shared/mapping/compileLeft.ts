import { assertNever } from '../errors.ts'
import type { Column, LeftRule, Mapping, Problem, ValueSettings } from '../model.ts'
import { quoteCell } from '../values/quoteCell.ts'
import { trimInvisible } from '../values/trimInvisible.ts'
import { columnAt } from './columnAt.ts'
import { readLeft } from './readLeft.ts'
import type { LeftVerdict } from './readLeft.ts'

type ReadLeft = (cells: readonly (string | undefined)[], row: number, problems: Problem[]) => string | null

/**
 * Compiles the rules that say who left. The reason of the first one that holds a person back is the answer; all of them
 * report what they cannot understand.
 * @throws AppError `invalid-input` where a rule names a column that the file does not have.
 */
export function compileLeft({ left, values }: Mapping, columns: readonly Column[]): ReadLeft {
  const rules = left.map((rule) => compileRule(rule, columns, values))
  return (cells, row, problems) => {
    let reason: string | null = null
    for (const rule of rules) {
      const found = rule(cells, row, problems)
      reason ??= found
    }
    return reason
  }
}

function compileRule(rule: LeftRule, columns: readonly Column[], settings: ValueSettings): ReadLeft {
  const { index, name } = columnAt(columns, rule.column)
  const verdictOf = remembered((cell) => readLeft(cell, rule.leftWhen, settings))
  const source = `column “${name}”`
  return (cells, row, problems) => {
    const cell = cells[index]
    const say = (message: string) => problems.push({ kind: 'invalid-boolean', row, column: index, message })
    if (cell === undefined) {
      // Both are said, one after the other.
      say(`${capital(source)} is missing in this row, so this person is held back.`)
      return 'the row is too short to say whether this person left'
    }
    const verdict = verdictOf(cell)
    switch (verdict) {
      case 'stayed':
        return null
      case 'not-known':
        if (rule.leftWhen === 'no')
          say(`In ${source} nothing is written: it does not say whether this person agreed.`)
        return null
      case 'left':
        return `${source} says ${quoteCell(trimInvisible(cell))}`
      case 'unclear':
        say(
          `It is not clear whether ${quoteCell(trimInvisible(cell))} in ${source} means that this person left. Held back.`,
        )
        return `${source} says ${quoteCell(trimInvisible(cell))}, which is not clear`
      default:
        return assertNever(verdict)
    }
  }
}

const mostRemembered = 1000
const longestRemembered = 100

/** Such columns hold a few words over and over. What comes after the first thousand different ones is read each time. */
function remembered(read: (cell: string) => LeftVerdict): (cell: string) => LeftVerdict {
  const verdicts = new Map<string, LeftVerdict>()
  return (cell) => {
    const known = verdicts.get(cell)
    if (known !== undefined) return known
    const verdict = read(cell)
    if (verdicts.size < mostRemembered && cell.length <= longestRemembered) verdicts.set(cell, verdict)
    return verdict
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
