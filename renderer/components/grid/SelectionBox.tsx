import type { GridSelection } from './gridSelection.ts'
import { TickBox } from './TickBox.tsx'

/** The tick of one row. Space ticks the active row, so it takes no place in the order of the Tab key. */
export function SelectionBox<T>({
  row,
  selection,
}: {
  readonly row: T
  readonly selection: GridSelection<T>
}) {
  const state = selection.stateOf(row)
  if (state === 'none') return null
  return (
    <TickBox
      label={selection.labelOf(row)}
      state={state}
      reachable={false}
      onTick={(on) => selection.onTick(row, on)}
    />
  )
}
