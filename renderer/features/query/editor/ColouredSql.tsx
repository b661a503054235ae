import type { Ref } from 'react'
import classes from './SqlEditor.module.css'
import type { SqlPiece } from './sqlPieces.ts'

interface ColouredSqlProps {
  readonly lines: readonly (readonly SqlPiece[])[]
  /** Where the brackets are that belong together. */
  readonly brackets: readonly number[]
  /** The line with the caret, from 0; `null`: the editor has no focus. */
  readonly active: number | null
  readonly ref: Ref<HTMLDivElement>
}

/** The looks of a query, under the text field that it is typed into, which lays its lines out alike. */
export function ColouredSql({ lines, brackets, active, ref }: ColouredSqlProps) {
  return (
    <div ref={ref} className={classes.lines} aria-hidden>
      {lines.map((pieces, line) => (
        <div key={line} className={classes.line} data-active={line === active || undefined}>
          {pieces.map(({ look, text, from }) => (
            <span key={from} data-look={look} data-pair={brackets.includes(from) || undefined}>
              {text}
            </span>
          ))}
          {'\u200b'}
        </div>
      ))}
    </div>
  )
}
