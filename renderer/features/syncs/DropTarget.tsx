import type { ReactNode } from 'react'
import classes from './DropTarget.module.css'
import { type DragKind, useFileDrag } from './useFileDrag.ts'

interface DropTargetProps {
  readonly kind: DragKind
  /** What dropping does, shown while a file is held over it. */
  readonly words: string
  readonly enabled: boolean
  readonly onFile: (file: File) => void
  readonly children: ReactNode
}

/** Lets a file be dropped on what is inside. Buttons for the same stand inside as well: this is only a short cut. */
export function DropTarget({ kind, words, enabled, onFile, children }: DropTargetProps) {
  const { isOver, handlers } = useFileDrag(kind, enabled, ([file]) => file && onFile(file))
  return (
    <div className={classes.target} {...handlers}>
      {children}
      {isOver ? (
        <div className={classes.over} aria-hidden>
          {words}
        </div>
      ) : null}
    </div>
  )
}
