import { useLayoutEffect, useRef } from 'react'
import classes from './DataGrid.module.css'

interface TickBoxProps {
  readonly label: string
  readonly state: 'on' | 'off' | 'mixed'
  /** With the Tab key. */
  readonly reachable: boolean
  readonly onTick: (on: boolean) => void
}

/** The browser's own checkbox: hundreds of them come and go while a table is scrolled. */
export function TickBox({ label, state, reachable, onTick }: TickBoxProps) {
  const box = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => {
    if (box.current !== null) box.current.indeterminate = state === 'mixed'
  }, [state])
  return (
    <input
      ref={box}
      type="checkbox"
      className={classes.box}
      tabIndex={reachable ? 0 : -1}
      aria-label={label}
      checked={state === 'on'}
      onChange={(event) => onTick(event.currentTarget.checked)}
      onClick={(event) => event.stopPropagation()}
    />
  )
}
