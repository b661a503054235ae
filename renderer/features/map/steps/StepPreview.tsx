import { Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { TriedRow } from '../../../../shared/contract/sources.ts'
import type { FieldId, FieldRule, Transform } from '../../../../shared/model.ts'
import { useEngine } from '../../../EngineContext.tsx'
import { count } from '../../../words.ts'
import classes from '../Map.module.css'
import { useMap } from '../MapContext.tsx'

const triedRows = 100
const shownRows = 10
const before = 'before' as FieldId
const after = 'after' as FieldId

/** What one step makes of ten rows, those first that it changes. */
export function StepPreview({
  rule,
  before: earlier,
  step,
}: {
  readonly rule: FieldRule
  readonly before: readonly Transform[]
  readonly step: Transform
}) {
  const { engine } = useEngine()
  const { source, spec } = useMap()
  const asText = { ...rule, type: 'text' as const }
  const mapping = {
    fields: [
      { ...asText, field: before, transforms: earlier },
      { ...asText, field: after, transforms: [...earlier, step] },
    ],
    left: [],
    values: spec.mapping.values,
  }
  const tried = useQuery({
    queryKey: ['sources', 'tried', source.id, mapping],
    queryFn: () => engine.sources.tryMapping({ source: source.id, mapping, from: 1, limit: triedRows }),
    placeholderData: keepPreviousData,
    retry: false,
  })
  const rows = (tried.data ?? []).filter((row) => typeof row.values[before] === 'string')
  const changed = rows.filter((row) => row.values[after] !== row.values[before])
  const shown = [...changed, ...rows.filter((row) => !changed.includes(row))].slice(0, shownRows)
  return (
    <div className={classes.tried} aria-live="polite">
      <Text size="xs" fw={600}>
        Before → after
      </Text>
      {tried.isError ? (
        <Text size="xs" c="var(--lf-rejected)">
          {tried.error.message}
        </Text>
      ) : null}
      {shown.map((row) => (
        <div key={row.row} className={classes.triedRow}>
          <span className={classes.before}>{String(row.values[before])}</span>
          <span aria-hidden>→</span>
          <After row={row} />
        </div>
      ))}
      {tried.data === undefined ? null : (
        <Text size="xs" c="dimmed">
          {rows.length === 0
            ? `The first ${count(tried.data.length)} rows are blank here.`
            : `Changes ${count(changed.length)} of the first ${count(tried.data.length)} rows.`}
        </Text>
      )}
    </div>
  )
}

function After({ row }: { readonly row: TriedRow }) {
  const value = row.values[after]
  if (value === row.values[before]) return <span className={classes.before}>the same</span>
  if (typeof value === 'string') return <span className={classes.after}>{value}</span>
  const problem = row.problems.find(({ kind }) => kind !== 'missing-email')
  if (problem === undefined) return <span className={classes.before}>blank</span>
  return (
    <span className={classes.fault}>
      {problem.message.replace(/^(Column “.*?”|What is made of .*?): /, '')}
    </span>
  )
}
