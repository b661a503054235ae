/** Ticks in front of rows. The grid shows them and asks; whoever uses it remembers. */
export interface GridSelection<T> {
  /** What the tick of a row says to a screen reader: `Send row 12`. */
  readonly labelOf: (row: T) => string
  /** `none`: this row cannot be ticked. */
  readonly stateOf: (row: T) => 'on' | 'off' | 'mixed' | 'none'
  readonly onTick: (row: T, on: boolean) => void
  /** The tick in the header, over all rows. */
  readonly all?: {
    readonly label: string
    readonly state: 'on' | 'off' | 'mixed'
    readonly onTick: (on: boolean) => void
  }
}
