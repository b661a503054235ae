import { useEffect, useRef } from 'react'
import type { SqlOption } from './completeSql.ts'
import classes from './CompletionList.module.css'

interface CompletionListProps {
  readonly id: string
  readonly options: readonly SqlOption[]
  readonly chosen: number
  /** The word that is completed, on the screen. */
  readonly beside: DOMRect
  readonly onTake: (option: SqlOption) => void
}

const height = 208

/** What a word may mean, below it, or above where there is no room. The text field keeps the focus. */
export function CompletionList({ id, options, chosen, beside, onTake }: CompletionListProps) {
  const option = useRef<HTMLLIElement>(null)
  useEffect(() => {
    option.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen, options])
  const isBelow = beside.bottom + height + 8 < window.innerHeight || beside.top < height
  const about = options[chosen]?.about ?? ''
  return (
    <div
      className={classes.box}
      style={{
        left: Math.max(8, Math.min(beside.left, window.innerWidth - 328)),
        maxHeight: height,
        ...(isBelow ? { top: beside.bottom + 4 } : { bottom: window.innerHeight - beside.top + 4 }),
      }}
      onMouseDown={(event) => event.preventDefault()}
    >
      <ul id={id} role="listbox" aria-label="What may be meant" className={classes.options}>
        {options.map((one, n) => (
          <li
            key={one.label}
            ref={n === chosen ? option : null}
            id={`${id}-${n}`}
            role="option"
            aria-selected={n === chosen}
            className={classes.option}
            onClick={() => onTake(one)}
          >
            <span>{one.label}</span>
            <span className={classes.detail}>{one.detail}</span>
          </li>
        ))}
      </ul>
      {about === '' ? null : <p className={classes.about}>{about}</p>}
    </div>
  )
}
