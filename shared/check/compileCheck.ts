import { compileMapping, type MappedRow } from '../mapping/compileMapping.ts'
import { emailField } from '../mapping/emailField.ts'
import type { Column, FieldId, FieldRule, Mapping, Problem, ValueSettings, ValueType } from '../model.ts'
import { type CellProblem, checkKindOf, type CheckKind, type CheckWeight } from './checkKinds.ts'
import { rightDomain, slipOfEmail } from './fixEmail.ts'
import { quoteCell } from '../values/quoteCell.ts'
import { fixOfValue } from './fixValue.ts'
import { readOnce } from './twiceEncoded.ts'

/** Everything that is wrong with a row as a mapping reads it; empty for most. Pure. */
export type CheckCells = (cells: readonly (string | undefined)[], row: number) => readonly CellProblem[]

const none: readonly CellProblem[] = []

/**
 * Compiles the check of a file about people for any number of rows. It says what a plan would say, and more: what kind of
 * slip it is, what the cell most likely should be, and addresses that are good but most likely misspelt.
 * @throws AppError `invalid-input` where the mapping names a column that the file does not have.
 */
export function compileCheck(
  mapping: Mapping,
  columns: readonly Column[],
  identifiers?: readonly FieldId[],
): CheckCells {
  const read = compileReading(mapping, columns, identifiers)
  return (cells, row) => read(cells, row).problems
}

/** What a row says, and what is wrong with its cells. */
export interface CheckedCells {
  readonly values: MappedRow['values']
  readonly problems: readonly CellProblem[]
}

/** The same with the values that were read. */
export function compileReading(
  mapping: Mapping,
  columns: readonly Column[],
  identifiers?: readonly FieldId[],
): (cells: readonly (string | undefined)[], row: number) => CheckedCells {
  const map = compileMapping(mapping, columns, identifiers)
  const ruleOf = rulesByColumn(mapping.fields)
  const ofType = (wanted: ValueType) =>
    [...ruleOf].filter(([, { type }]) => type === wanted).map(([column]) => column)
  const [emails, texts] = [ofType('email'), ofType('text')]
  return (cells, row) => {
    const { severity, problems, values } = map(cells, row)
    const found =
      problems.length === 0
        ? none
        : problems.flatMap((problem) => cellProblem(problem, cells, severity === 'invalid') ?? [])
    return { values, problems: garbled(cells, texts, columns, misspelt(cells, emails, columns, found)) }
  }

  function cellProblem(
    problem: Problem,
    cells: readonly (string | undefined)[],
    isInvalid: boolean,
  ): CellProblem | null {
    const kind = checkKindOf(problem.kind)
    if (kind === null) return null
    const { column = null, message } = problem
    const cell = column === null ? undefined : cells[column]
    const rule = column === null ? undefined : ruleOf.get(column)
    const stops = isInvalid && (kind === 'bad-email' || kind === 'no-email' || kind === 'nobody')
    const weight: CheckWeight = stops ? 'row' : 'value'
    if (kind === 'bad-email' && cell !== undefined) return { ...slipOfEmail(cell), column, weight, message }
    const fix =
      cell === undefined || rule === undefined
        ? null
        : fixOfValue(rule.type, cell, settingsOf(rule, mapping.values))
    return { kind, column, weight, message, fix }
  }
}

/** As the steps of a field read it, where they say so themselves. */
function settingsOf({ transforms }: FieldRule, settings: ValueSettings): ValueSettings {
  const all = { ...settings }
  for (const one of transforms) {
    if (typeof one === 'string') continue
    if (one.step === 'date') all.dateOrder = one.order
    if (one.step === 'number') all.decimalMark = one.decimalMark
  }
  return all
}

function rulesByColumn(fields: readonly FieldRule[]): ReadonlyMap<number, FieldRule> {
  const rules = new Map<number, FieldRule>()
  for (const rule of fields)
    if ('column' in rule.from)
      rules.set(rule.from.column, rule.field === emailField ? { ...rule, type: 'email' } : rule)
  return rules
}

/** Adds addresses that can be written to, but hardly by anybody. */
function misspelt(
  cells: readonly (string | undefined)[],
  emails: readonly number[],
  columns: readonly Column[],
  found: readonly CellProblem[],
): readonly CellProblem[] {
  let all = found
  for (const column of emails) {
    const cell = cells[column]
    if (cell === undefined || found.some((problem) => problem.column === column)) continue
    const fix = rightDomain(cell)
    if (fix === null) continue
    const domain = (address: string) => address.slice(address.lastIndexOf('@') + 1)
    const message = `Column “${columns[column]?.name ?? ''}”: “${domain(cell)}” is most likely misspelt for “${domain(fix)}”.`
    const kind: CheckKind = 'misspelt-domain'
    all = [...all, { kind, column, weight: 'look', message, fix }]
  }
  return all.length === 0 ? none : all
}

/** Adds text whose letters were broken before the file was written, which goes as it stands. */
function garbled(
  cells: readonly (string | undefined)[],
  texts: readonly number[],
  columns: readonly Column[],
  found: readonly CellProblem[],
): readonly CellProblem[] {
  let all = found
  for (const column of texts) {
    const fix = readOnce(cells[column] ?? '')
    if (fix === null) continue
    const message = `Column “${columns[column]?.name ?? ''}”: ${quoteCell(cells[column] ?? '')} most likely was ${quoteCell(fix)}, before a program read it in the wrong encoding and saved it so.`
    all = [...all, { kind: 'damaged-text', column, weight: 'look', message, fix }]
  }
  return all
}
