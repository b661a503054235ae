import type { ReactNode } from 'react'
import classes from './Figures.module.css'

/** Counts beside each other, as in the head of a ledger. */
export function Figures({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <dl className={classes.figures} aria-label={label}>
      {children}
    </dl>
  )
}

interface FigureProps {
  readonly name: string
  readonly value: string
  readonly tone?: 'new' | 'changed' | 'held' | 'rejected' | undefined
}

export function Figure({ name, value, tone }: FigureProps) {
  return (
    <div className={classes.figure} data-tone={tone}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
