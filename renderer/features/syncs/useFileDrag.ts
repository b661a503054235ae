import { type DragEvent, useState } from 'react'

interface FileDrag {
  /** A file of this kind is held over it. */
  readonly isOver: boolean
  readonly handlers: {
    readonly onDragOver: (event: DragEvent) => void
    readonly onDragLeave: (event: DragEvent) => void
    readonly onDrop: (event: DragEvent) => void
  }
}

/** Whether a dragged file is a saved sync; its name is only known when it is dropped. */
export type DragKind = 'sync' | 'list'

/**
 * Takes files of one kind that are dropped on an element. What it takes it marks as taken (`defaultPrevented`), so that
 * whoever listens further out leaves it alone; the other kind passes by.
 */
export function useFileDrag(
  kind: DragKind,
  enabled: boolean,
  onFiles: (files: readonly File[]) => void,
): FileDrag {
  const [isOver, setOver] = useState(false)
  const takes = (event: DragEvent): boolean => enabled && !event.defaultPrevented && kindOf(event) === kind
  return {
    isOver,
    handlers: {
      onDragOver(event) {
        if (!takes(event)) return
        event.preventDefault()
        setOver(true)
      },
      onDragLeave(event) {
        const to = event.relatedTarget
        if (!(to instanceof Node) || !event.currentTarget.contains(to)) setOver(false)
      },
      onDrop(event) {
        setOver(false)
        const files = [...event.dataTransfer.files]
        if (files.length === 0 || !takes(event)) return
        event.preventDefault()
        onFiles(files)
      },
    },
  }
}

function kindOf({ dataTransfer }: DragEvent): DragKind | null {
  const item = [...dataTransfer.items].find(({ kind }) => kind === 'file')
  if (item === undefined) return null
  return item.type === 'application/json' ? 'sync' : 'list'
}
