import { type Goal, isMet, type Reading } from './figure.ts'

/** What `npm run bench --json` prints: one of these. */
export interface BenchReport {
  readonly size: 'full' | 'quick'
  readonly node: string
  readonly cpus: number
  /** Whether every reading with a goal meets it. Of a quick bench it says nothing. */
  readonly met: boolean
  readonly figures: readonly FigureReport[]
}

export interface FigureReport {
  readonly name: string
  readonly about: string
  readonly seconds: number
  readonly readings: readonly (Reading & { readonly met: boolean | null })[]
}

/** A figure's readings with their goals. */
export function figureReport(
  { name, about }: Pick<FigureReport, 'name' | 'about'>,
  seconds: number,
  readings: readonly Reading[],
): FigureReport {
  return {
    name,
    about,
    seconds: Math.round(seconds * 10) / 10,
    readings: readings.map((reading) => ({ ...reading, met: isMet(reading) })),
  }
}

/** A figure as a paragraph of text. */
export function figureWords({ name, about, seconds, readings }: FigureReport): string {
  const lines = readings.map((reading) => {
    const { what, beside, goal, met } = reading
    const verdict = goal === null ? '' : `  goal ${goalWords(goal, reading.unit)}: ${met ? 'met' : 'NOT MET'}`
    return `  ${valueWords(reading.value, reading.unit).padStart(12)}  ${what}${verdict}\n${' '.repeat(16)}${beside}`
  })
  return [`${name}: ${about} (${seconds} s)`, ...lines, ''].join('\n')
}

function goalWords({ is, value }: Goal, unit: Reading['unit']): string {
  const sign = { 'at most': '≤ ', 'at least': '≥ ', exactly: '' }[is]
  return sign + valueWords(value, unit)
}

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })

function valueWords(value: number, unit: Reading['unit']): string {
  const words = number.format(unit === 'share' ? Math.floor(value * 10_000) / 100 : value)
  switch (unit) {
    case 'times':
      return `${words} ×`
    case 'share':
      return `${words} %`
    case 'megabytes':
      return `${words} MB`
    case 'kilobytes':
      return `${words} kB`
    case 'milliseconds':
      return `${words} ms`
    case 'requests':
    case 'refusals':
    case 'rows':
    case 'messages':
      return `${words} ${unit}`
  }
}
