import { type KeyboardEvent, type Ref, useId, useImperativeHandle, useMemo, useRef, useState } from 'react'
import type { QueryTable } from '../../../../shared/contract/queries.ts'
import { bracketPair } from './bracketPair.ts'
import { ColouredSql } from './ColouredSql.tsx'
import type { SqlOption } from './completeSql.ts'
import { CompletionList } from './CompletionList.tsx'
import { placeOf } from './placeOf.ts'
import classes from './SqlEditor.module.css'
import { sqlLines } from './sqlPieces.ts'
import { isInEmptyPair, typedPair } from './typedPair.ts'
import { useCompletion } from './useCompletion.ts'
import { replaceText } from './replaceText.ts'

export interface SqlEditorHandle {
  /** In place of what is selected; the caret goes behind it. */
  readonly insert: (text: string) => void
}

interface SqlEditorProps {
  /** What it begins with; from then on the editor has it. */
  readonly text: string
  readonly label: string
  readonly tables: readonly QueryTable[]
  readonly onText: (text: string) => void
  /** With the text as it is in the editor: what was typed last may not have been drawn yet. */
  readonly onRun: (text: string) => void
  readonly ref: Ref<SqlEditorHandle>
}

/**
 * A query's text, in colours, with its tables and columns completed as they are typed. It is a text field of the browser
 * over lines that show the same text: undo, selection, input methods and screen readers are the browser's own.
 */
export function SqlEditor({ text: first, label, tables, onText, onRun, ref }: SqlEditorProps) {
  const [text, setText] = useState(first)
  const [caret, setCaret] = useState<number | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const lines = useRef<HTMLDivElement>(null)
  const isTaking = useRef(false)
  const listId = useId()
  const completion = useCompletion(tables)
  const { open } = completion
  const coloured = useMemo(() => sqlLines(text), [text])
  const brackets = useMemo(() => (caret === null ? [] : bracketPair(text, caret)), [text, caret])

  const insert = (from: number, to: number, by: string) => {
    isTaking.current = true
    if (field.current !== null) replaceText(field.current, from, to, by)
    isTaking.current = false
    completion.close()
  }
  const take = (option: SqlOption) => {
    if (open !== null) insert(open.from, open.caret, option.insert)
  }
  useImperativeHandle(ref, () => ({
    insert: (name) => {
      if (field.current !== null) insert(field.current.selectionStart, field.current.selectionEnd, name)
    },
  }))

  const inList = ({ key }: KeyboardEvent): boolean => {
    const chosen = open?.options[open.chosen]
    if (chosen === undefined) return false
    if (key === 'ArrowDown' || key === 'ArrowUp') completion.move(key === 'ArrowDown' ? 1 : -1)
    else if (key === 'Enter' || key === 'Tab') take(chosen)
    else if (key === 'Escape') completion.close()
    else return false
    return true
  }
  const inPair = ({ key, currentTarget }: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    const { value, selectionStart: from, selectionEnd: to } = currentTarget
    if (key === 'Backspace' && from === to && isInEmptyPair(value, from)) {
      insert(from - 1, from + 1, '')
      return true
    }
    const typed = typedPair(value, from, to, key)
    if (typed === null) return false
    if (typed.insert !== '') insert(from, to, typed.insert)
    currentTarget.setSelectionRange(...typed.select)
    return true
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    const { value, selectionStart } = event.currentTarget
    const isWithMod = event.ctrlKey || event.metaKey
    let isDone = true
    if (isWithMod && event.key === 'Enter') onRun(value)
    else if (event.ctrlKey && event.key === ' ') completion.show(value, selectionStart, true)
    else isDone = !isWithMod && !event.altKey && (inList(event) || inPair(event))
    if (!isDone) return
    event.preventDefault()
    event.stopPropagation()
  }

  const beside = open === null ? null : placeOf(lines.current, text, open.from)
  return (
    <div className={classes.editor}>
      <div className={classes.sheet}>
        <ColouredSql
          ref={lines}
          lines={coloured}
          brackets={brackets}
          active={caret === null ? null : text.slice(0, caret).split('\n').length - 1}
        />
        <textarea
          ref={field}
          className={classes.field}
          value={text}
          aria-label={label}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={beside === null ? undefined : listId}
          aria-activedescendant={beside === null ? undefined : `${listId}-${open?.chosen ?? 0}`}
          placeholder="SELECT … FROM …"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          onKeyDown={onKeyDown}
          onChange={({ currentTarget: { value, selectionStart }, nativeEvent }) => {
            setText(value)
            onText(value)
            const isTyped = (nativeEvent as InputEvent).inputType === 'insertText'
            if (!isTaking.current && (isTyped || open !== null)) completion.show(value, selectionStart, false)
          }}
          onSelect={({ currentTarget: { selectionStart, selectionEnd } }) => {
            setCaret(selectionEnd)
            completion.closeElsewhere(selectionStart)
          }}
          onBlur={() => {
            setCaret(null)
            completion.close()
          }}
        />
      </div>
      {open === null || beside === null ? null : (
        <CompletionList
          id={listId}
          options={open.options}
          chosen={open.chosen}
          beside={beside}
          onTake={take}
        />
      )}
    </div>
  )
}
