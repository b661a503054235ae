import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { sql, SQLDialect } from '@codemirror/lang-sql'
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { Compartment, EditorState, Prec } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
  placeholder,
} from '@codemirror/view'
import { tags } from '@lezer/highlight'
import type { QueryTable } from '../../../shared/contract/queries.ts'
import { sqlKeywords, writeSqlName } from '../../../shared/sqlName.ts'

/** An editor of one query, in some element. */
export interface SqlEditor {
  /** What is completed. */
  setTables(tables: readonly QueryTable[]): void
  /** At the cursor, which goes behind it. */
  insert(text: string): void
  focus(): void
  destroy(): void
}

interface EditorOptions {
  readonly text: string
  readonly label: string
  /** Of the style elements that it makes. */
  readonly nonce: string
  readonly onText: (text: string) => void
  /** With the text as it is in the editor: what was typed last may not have been drawn yet. */
  readonly onRun: (text: string) => void
}

export function createSqlEditor(parent: HTMLElement, options: EditorOptions): SqlEditor {
  const language = new Compartment()
  const run = {
    key: 'Mod-Enter',
    run: ({ state }: EditorView) => (options.onRun(state.doc.toString()), true),
  }
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        EditorView.cspNonce.of(options.nonce),
        Prec.highest(keymap.of([run])),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
        lineNumbers(),
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        autocompletion({ icons: false }),
        placeholder('SELECT … FROM …'),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': options.label }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.onText(update.state.doc.toString())
        }),
        language.of(sqlFor([])),
        syntaxHighlighting(colours),
        look,
      ],
    }),
  })
  return {
    setTables: (tables) => view.dispatch({ effects: language.reconfigure(sqlFor(tables)) }),
    insert(text) {
      view.dispatch(view.state.replaceSelection(text))
      view.focus()
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  }
}

/** What is no name is coloured and completed. Types are left out: nobody makes tables here. */
const dialect = SQLDialect.define({
  keywords: sqlKeywords.join(' '),
  builtin:
    'abs avg coalesce count date datetime group_concat ifnull iif instr json_each json_extract julianday length lower ' +
    'ltrim max min nullif printf replace round rtrim strftime substr sum time total trim typeof unixepoch upper',
  doubleDollarQuotedStrings: false,
  identifierQuotes: '"`',
  specialVar: '',
})

function sqlFor(tables: readonly QueryTable[]) {
  return sql({
    dialect,
    upperCaseKeywords: true,
    schema: Object.fromEntries(
      tables.map(({ name, about, columns }) => [
        name,
        {
          self: { label: name, apply: writeSqlName(name), type: 'class', info: about },
          children: columns.map((column) => ({
            label: column.name,
            apply: writeSqlName(column.name),
            type: 'property',
            detail: column.type,
            ...(column.about !== '' && { info: column.about }),
          })),
        },
      ]),
    ),
  })
}

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.typeName], color: 'var(--sql-word)', fontWeight: '560' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--lf-new)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--lf-changed)' },
  { tag: tags.comment, color: 'var(--mantine-color-dimmed)', fontStyle: 'italic' },
])

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '0.875rem', color: 'var(--mantine-color-text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '1.55' },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--mantine-color-text)' },
  '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
  '.cm-gutters': {
    backgroundColor: 'transparent',
    color: 'var(--mantine-color-dimmed)',
    border: 'none',
    paddingInlineStart: '6px',
  },
  '.cm-activeLine': { backgroundColor: 'var(--sql-line)' },
  '.cm-placeholder': { color: 'var(--mantine-color-placeholder)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'var(--sql-selected)',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--sql-selected)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--lf-surface)',
    border: '1px solid var(--lf-line)',
    borderRadius: 'var(--mantine-radius-sm)',
    color: 'var(--mantine-color-text)',
  },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--mantine-primary-color-filled)',
    color: 'white',
  },
  '.cm-completionInfo': { padding: '6px 10px', maxWidth: '280px', fontFamily: 'var(--mantine-font-family)' },
  '.cm-completionDetail': { marginInlineStart: '1em', fontStyle: 'normal', opacity: '0.75' },
})
