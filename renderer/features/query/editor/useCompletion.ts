import { useState } from 'react'
import type { QueryTable } from '../../../../shared/contract/queries.ts'
import { completeSql, type SqlCompletion } from './completeSql.ts'

interface OpenCompletion extends SqlCompletion {
  /** The caret that it is for; it is over once the caret is elsewhere. */
  readonly caret: number
  readonly chosen: number
}

/** The list of what a word may mean, while it is shown. */
export function useCompletion(tables: readonly QueryTable[]) {
  const [open, setOpen] = useState<OpenCompletion | null>(null)
  return {
    open,
    show(sql: string, caret: number, asked: boolean) {
      const found = completeSql(sql, caret, tables, asked)
      setOpen(found === null ? null : { ...found, caret, chosen: 0 })
    },
    close: () => setOpen(null),
    closeElsewhere: (caret: number) => setOpen((now) => (now?.caret === caret ? now : null)),
    move: (by: 1 | -1) =>
      setOpen((now) => {
        if (now === null) return null
        const count = now.options.length
        return { ...now, chosen: (now.chosen + by + count) % count }
      }),
  }
}
