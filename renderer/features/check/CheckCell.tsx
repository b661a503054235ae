import { UnstyledButton } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import type { CellProblem } from '../../../shared/check/checkKinds.ts'
import classes from './Check.module.css'

interface CheckCellProps {
  readonly label: string
  readonly value: string
  readonly problem: CellProblem | undefined
  readonly onEdit: (to: string) => void
}

/** A cell to be typed over: Enter or leaving it keeps what was typed, Escape does not. Where a fix is known it is one click. */
export function CheckCell({ label, value, problem, onEdit }: CheckCellProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const keep = (): void => {
    if (typed !== null && typed !== value) onEdit(typed)
    setTyped(null)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') event.currentTarget.blur()
    if (event.key !== 'Escape') return
    event.stopPropagation()
    setTyped(null)
  }
  const fix = typed === null ? (problem?.fix ?? null) : null
  return (
    <span className={classes.cell} data-problem={problem?.weight}>
      <input
        className={classes.input}
        aria-label={label}
        aria-invalid={problem !== undefined || undefined}
        title={problem?.message ?? (value.length > 18 ? value : undefined)}
        value={typed ?? value}
        spellCheck={false}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={keep}
      />
      {fix === null ? null : (
        <UnstyledButton
          className={classes.fix}
          title={`Change to ${fix}`}
          aria-label={`Change ${label} to ${fix}`}
          onClick={() => onEdit(fix)}
        >
          → {fix}
        </UnstyledButton>
      )}
    </span>
  )
}
