import { Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { TriedRow } from '../../../shared/contract/sources.ts'
import type { FieldRule, FieldValue } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'
import { count } from '../../words.ts'
import classes from './Map.module.css'
import { useMap } from './MapContext.tsx'

const triedRows = 100
const shownRows = 10

/** The first rows as this rule reads them: the cell, and what would be written. */
export function BeforeAfter({ rule }: { readonly rule: FieldRule }) {
  const { engine } = useEngine()
  const { source, spec } = useMap()
  const mapping = { fields: [rule], left: [], values: spec.mapping.values }
  const tried = useQuery({
    queryKey: ['sources', 'tried', source.id, mapping],
    queryFn: () => engine.sources.tryMapping({ source: source.id, mapping, from: 1, limit: triedRows }),
    placeholderData: keepPreviousData,
  })
  const rows = tried.data ?? []
  const failed = rows.filter((row) => problemOf(row) !== null)
  const filled = rows.filter((row) => !failed.includes(row) && hasText(row, rule))
  const changes = (row: TriedRow) => valueWords(row.values[rule.field]) !== beforeOf(row, rule)
  // What is changed is what is looked for.
  const shown = [...failed.slice(0, 2), ...filled.filter(changes), ...filled.filter((row) => !changes(row))]
    .slice(0, shownRows)
    .sort((a, b) => a.row - b.row)
  return (
    <div className={classes.tried} aria-live="polite">
      <Text size="xs" fw={600}>
        In the file → in the account
      </Text>
      {tried.isError ? (
        <Text size="xs" c="var(--lf-rejected)">
          {tried.error.message}
        </Text>
      ) : null}
      {shown.map((row) => (
        <div key={row.row} className={classes.triedRow}>
          {problemOf(row) === null ? (
            <>
              <span className={classes.before}>{visible(beforeOf(row, rule))}</span>
              <span aria-hidden>→</span>
              <span className={classes.after}>{valueWords(row.values[rule.field])}</span>
            </>
          ) : (
            <span className={classes.fault}>{problemOf(row)}</span>
          )}
        </div>
      ))}
      {tried.data !== undefined && shown.length === 0 ? (
        <Text size="xs" c="dimmed">
          The first {count(rows.length)} rows are blank here.
        </Text>
      ) : null}
      {failed.length > 0 ? (
        <Text size="xs" c="var(--lf-rejected)">
          {count(failed.length)} of the first {count(rows.length)} rows can’t be read so.
        </Text>
      ) : null}
    </div>
  )
}

function problemOf({ problems }: TriedRow): string | null {
  const found = problems.find(({ kind }) => kind !== 'missing-email')
  return found?.message.replace(/^(Column “.*?”|Template|Fixed value): /, '') ?? null
}

function hasText(row: TriedRow, rule: FieldRule): boolean {
  return beforeOf(row, rule).trim() !== ''
}

function beforeOf({ cells }: TriedRow, { from }: FieldRule): string {
  if ('constant' in from) return from.constant
  if ('column' in from) return cells[from.column] ?? ''
  return from.template.map((part) => ('text' in part ? part.text : (cells[part.column] ?? ''))).join('')
}

/** Spaces at the ends are what trimming is about: they are shown. */
function visible(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text
  return short.replace(/^\s+|\s+$/g, (spaces) => '␣'.repeat(spaces.length))
}

function valueWords(value: FieldValue | undefined): string {
  if (value === undefined) return 'left as it is'
  if (value === null) return 'cleared'
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
}
