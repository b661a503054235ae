import type { KeyboardEvent } from 'react'
import classes from './EditableCell.module.css'

interface EditableCellProps {
  readonly label: string
  readonly value: string
  readonly original: string
  readonly onChange: (value: string) => void
}

/** A cell of the file that can be typed over; Escape brings back what was in the file. */
export function EditableCell({ label, value, original, onChange }: EditableCellProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Escape' && value !== original) {
      event.stopPropagation()
      onChange(original)
    }
    if (event.key === 'Enter') event.currentTarget.blur()
  }
  return (
    <input
      className={classes.cell}
      aria-label={label}
      title={value === original ? value : `In the file: ${original === '' ? 'empty' : original}`}
      data-changed={value !== original || undefined}
      value={value}
      spellCheck={false}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  )
}
