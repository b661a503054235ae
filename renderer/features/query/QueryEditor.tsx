import { type Ref, useEffect, useEffectEvent, useImperativeHandle, useRef } from 'react'
import type { QueryTable } from '../../../shared/contract/queries.ts'
import { styleNonce } from '../../styleNonce.ts'
import classes from './Query.module.css'
import { createSqlEditor, type SqlEditor } from './sqlEditor.ts'

export interface QueryEditorHandle {
  readonly insert: (text: string) => void
}

interface QueryEditorProps {
  /** What it begins with; from then on the editor has it. */
  readonly text: string
  readonly tables: readonly QueryTable[]
  readonly onText: (text: string) => void
  readonly onRun: (text: string) => void
  readonly ref: Ref<QueryEditorHandle>
}

/** The text of a query, with its tables and columns completed as they are typed. */
export function QueryEditor({ text, tables, onText, onRun, ref }: QueryEditorProps) {
  const parent = useRef<HTMLDivElement>(null)
  const editor = useRef<SqlEditor | null>(null)
  const typed = useEffectEvent(onText)
  const run = useEffectEvent(onRun)
  const create = useEffectEvent((element: HTMLElement) =>
    createSqlEditor(element, {
      text,
      label: 'Query',
      nonce: styleNonce(),
      onText: (next) => typed(next),
      onRun: (now) => run(now),
    }),
  )
  useEffect(() => {
    if (parent.current === null) return
    const created = create(parent.current)
    editor.current = created
    return () => {
      editor.current = null
      created.destroy()
    }
  }, [])
  useEffect(() => editor.current?.setTables(tables), [tables])
  useImperativeHandle(ref, () => ({ insert: (name) => editor.current?.insert(name) }), [])
  return <div ref={parent} className={classes.editor} />
}
