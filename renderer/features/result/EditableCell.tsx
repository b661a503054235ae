import { useDebouncedCallback } from '@mantine/hooks'
import { type KeyboardEvent, useState } from 'react'
import classes from './EditableCell.module.css'

interface EditableCellProps {
  readonly label: string
  readonly value: string
  readonly original: string
  readonly onChange: (value: string) => void
}

/** After such a pause in typing, what was typed is kept. */
const typingMs = 400

/** A cell of the file that can be typed over; Escape brings back what was in the file. */
export function EditableCell({ label, value, original, onChange }: EditableCellProps) {
  // What is being typed is the field's own, so that the caret stays where it is.
  const [typed, setTyped] = useState<string | null>(null)
  const shown = typed ?? value
  if (typed !== null && typed === value) setTyped(null)
  const keepSoon = useDebouncedCallback((text: string) => onChange(text), {
    delay: typingMs,
    flushOnUnmount: true,
  })
  const type = (text: string): void => {
    setTyped(text)
    keepSoon(text)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Escape' && shown !== original) {
      event.stopPropagation()
      type(original)
    }
    if (event.key === 'Enter') event.currentTarget.blur()
  }
  return (
    <input
      className={classes.cell}
      aria-label={label}
      title={shown === original ? shown : `In the file: ${original === '' ? 'empty' : original}`}
      data-changed={shown !== original || undefined}
      value={shown}
      spellCheck={false}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={keepSoon.flush}
    />
  )
}
