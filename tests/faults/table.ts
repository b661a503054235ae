import type { ServiceId } from '../../shared/model.ts'
import type { Verdict } from './judge.ts'

/** What came of one fault at one service. */
export interface FaultResult {
  readonly fault: string
  readonly service: ServiceId
  readonly runs: number
  readonly verdicts: readonly Verdict[]
}

const columns = [
  'fault',
  'service',
  'runs',
  'rows',
  'lost',
  'sent twice harmfully',
  're-subscribed',
  'totals add up',
] as const

/** Everything that was found, as sentences. Empty: nobody came to harm. */
export function findingsOf({ verdicts }: FaultResult): readonly string[] {
  return verdicts.flatMap(({ lost, twice, resubscribed, wrongTotals }) => [
    ...lost,
    ...twice,
    ...resubscribed,
    ...wrongTotals,
  ])
}

/** The table as text, with what was found below it. */
export function tableOf(results: readonly FaultResult[], seed: number): string {
  const rows = [columns, ...results.map(cellsOf), totalOf(results)]
  const widths = columns.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)))
  const lines = rows.map((row) =>
    row.map((cell, index) => padded(cell, widths[index] ?? 0, index)).join('  '),
  )
  const rule = widths.map((width) => '─'.repeat(width)).join('  ')
  const [head = '', ...rest] = lines
  const found = results.flatMap((result) =>
    findingsOf(result).map((finding) => `  ${result.service}, ${result.fault}: ${finding}`),
  )
  return [head, rule, ...rest.slice(0, -1), rule, ...rest.slice(-1), '', ...found, `seed ${seed}`].join('\n')
}

function cellsOf(result: FaultResult): readonly string[] {
  return [result.fault, result.service, ...figures([result])]
}

function totalOf(results: readonly FaultResult[]): readonly string[] {
  return ['all', '', ...figures(results)]
}

function figures(results: readonly FaultResult[]): readonly string[] {
  const verdicts = results.flatMap((result) => result.verdicts)
  const sum = (count: (verdict: Verdict) => number) => verdicts.reduce((total, one) => total + count(one), 0)
  return [
    String(results.reduce((total, { runs }) => total + runs, 0)),
    String(sum(({ rows }) => rows)),
    String(sum(({ lost }) => lost.length)),
    String(sum(({ twice }) => twice.length)),
    String(sum(({ resubscribed }) => resubscribed.length)),
    sum(({ wrongTotals }) => wrongTotals.length) === 0 ? 'yes' : 'NO',
  ]
}

/** Words to the left, figures to the right. */
function padded(cell: string, width: number, index: number): string {
  return index < 2 ? cell.padEnd(width) : cell.padStart(width)
}
