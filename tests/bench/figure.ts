/** One thing that `npm run bench` measures: a file of its own exports it, and `figures.ts` lists it. */
export interface Figure {
  /** What the command line calls it: `npm run bench -- plan`. */
  readonly name: string
  /** A sentence for people: what is measured beside what. */
  readonly about: string
  /** Why it can't be measured here; `null` when it can. */
  missing?(): string | null
  measure(bench: BenchRun): Promise<readonly Reading[]>
}

/** What a figure gets from the runner. */
export interface BenchRun {
  /** `quick`: the same work on sizes that take a second or two. Its ratios say nothing. */
  readonly size: 'full' | 'quick'
  /** An empty folder of its own, removed afterwards. */
  readonly folder: string
  /** Says on standard error how far it is. */
  readonly say: (words: string) => void
}

/** One measured number: beside something bare where there is such a thing, a count, or a time that has a goal of its own. */
export interface Reading {
  /** Stands alone: `1,000,000 rows × 10 text columns, staged`. */
  readonly what: string
  readonly value: number
  /** `times`: so many times what it is measured beside. `share`: of 1. */
  readonly unit:
    | 'times'
    | 'share'
    | 'requests'
    | 'refusals'
    | 'rows'
    | 'kilobytes'
    | 'megabytes'
    | 'milliseconds'
    | 'messages'
  /** What it was measured beside, with both sides as they were: `7.1 s beside 1.9 s for PapaParse alone`. */
  readonly beside: string
  /** `null` for a number that only informs. */
  readonly goal: Goal | null
}

export interface Goal {
  readonly is: 'at most' | 'at least' | 'exactly'
  readonly value: number
}

/** Whether the goal is met; `null` without one. */
export function isMet({ value, goal }: Pick<Reading, 'value' | 'goal'>): boolean | null {
  if (goal === null) return null
  if (goal.is === 'exactly') return value === goal.value
  return goal.is === 'at most' ? value <= goal.value : value >= goal.value
}
