import { Anchor, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { DistinctValues } from '../../../../shared/contract/sources.ts'
import type { ValueSuggestion } from '../../../../shared/mapping/suggestValues.ts'
import type { FieldRule, OtherValues, Transform, TransformStep, ValuePair } from '../../../../shared/model.ts'
import { foldValue } from '../../../../shared/values/steps/valuesStep.ts'
import { useEngine } from '../../../EngineContext.tsx'
import { count, counted } from '../../../words.ts'
import classes from '../Map.module.css'
import { useMap } from '../MapContext.tsx'

type ValuesStep = Extract<TransformStep, { readonly step: 'values' }>

interface ValueTableProps {
  readonly step: ValuesStep
  readonly rule: FieldRule
  readonly before: readonly Transform[]
  readonly onStep: (step: ValuesStep) => void
}

/** The different values of a column with how many rows have each, and what each becomes. */
export function ValueTable({ step, rule, before, onStep }: ValueTableProps) {
  const { engine } = useEngine()
  const { source } = useMap()
  const [search, setSearch] = useState('')
  const [shownRows, setShownRows] = useState(atOnce)
  const wanted = { source: source.id, from: rule.from, transforms: [...before] }
  const found = useQuery({
    queryKey: ['sources', 'distinct', wanted],
    queryFn: ({ signal }) => engine.sources.distinctValues(wanted, signal),
    placeholderData: keepPreviousData,
    retry: false,
  })
  if (found.isError)
    return (
      <Text size="xs" c="var(--lf-rejected)">
        {found.error.message}
      </Text>
    )
  if (found.data === undefined)
    return (
      <Text size="xs" c="dimmed">
        Counting the values of the whole file…
      </Text>
    )
  const rows = rowsOf(found.data, step.values).filter(({ value }) =>
    foldValue(value).includes(foldValue(search)),
  )
  const become = new Map(step.values.map(({ from, to }) => [from, to]))
  const set = (from: string, to: string | null) =>
    onStep({ ...step, values: withPair(step.values, from, to) })
  return (
    <Stack gap={8} miw={0}>
      <Suggestions
        found={found.data}
        isUsed={step.values.length > 0}
        onUse={({ pairs }) => onStep({ ...step, values: withPairs(step.values, pairs) })}
        onClear={() => onStep({ ...step, values: [] })}
      />
      {found.data.distinct > atOnce ? (
        <TextInput
          size="xs"
          aria-label="Search the values"
          placeholder={`Search ${counted(found.data.distinct, 'value')}`}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      ) : null}
      <div className={classes.valueTable} role="group" aria-label="Values and what they become">
        {rows.slice(0, shownRows).map(({ value, rows: times }) => (
          <ValueRow
            key={value}
            value={value}
            times={times}
            becomes={become.get(value) ?? null}
            others={step.others}
            onBecomes={(to) => set(value, to)}
          />
        ))}
      </div>
      {rows.length > shownRows ? (
        <Anchor
          component="button"
          type="button"
          size="xs"
          ta="start"
          onClick={() => setShownRows(shownRows + atOnce)}
        >
          Show {count(Math.min(atOnce, rows.length - shownRows))} more of {count(rows.length)}
        </Anchor>
      ) : null}
      {found.data.distinct > found.data.values.length ? (
        <Text size="xs" c="dimmed">
          The commonest {count(found.data.values.length)} of {count(found.data.distinct)} values.
        </Text>
      ) : null}
      <OtherFields others={step.others} onOthers={(others) => onStep({ ...step, others })} />
    </Stack>
  )
}

const atOnce = 25

interface TableRow {
  readonly value: string
  /** `null`: in the table, but not in this file. */
  readonly rows: number | null
}

function rowsOf({ values }: DistinctValues, pairs: readonly ValuePair[]): readonly TableRow[] {
  const known = new Set(values.map(({ value }) => value))
  const elsewhere = pairs
    .filter(({ from }) => !known.has(from))
    .map(({ from }) => ({ value: from, rows: null }))
  return [...values.map(({ value, count: rows }) => ({ value, rows })), ...elsewhere]
}

function ValueRow({
  value,
  times,
  becomes,
  others,
  onBecomes,
}: {
  readonly value: string
  readonly times: number | null
  readonly becomes: string | null
  readonly others: OtherValues
  readonly onBecomes: (to: string | null) => void
}) {
  return (
    <>
      <span className={classes.valueName} title={value}>
        {value}
      </span>
      <span className="figures">{times === null ? '–' : count(times)}</span>
      <TextInput
        size="xs"
        aria-label={`What ${value} becomes`}
        placeholder={otherWords(others)}
        maxLength={1000}
        value={becomes ?? ''}
        onChange={(event) => onBecomes(event.currentTarget.value === '' ? null : event.currentTarget.value)}
      />
    </>
  )
}

function otherWords(others: OtherValues): string {
  if (others === 'leave') return 'left as it is'
  if (others === 'blank') return 'a blank'
  return others === 'refuse' ? 'not sent' : others.value
}

function Suggestions({
  found,
  isUsed,
  onUse,
  onClear,
}: {
  readonly found: DistinctValues
  readonly isUsed: boolean
  readonly onUse: (suggestion: ValueSuggestion) => void
  readonly onClear: () => void
}) {
  if (found.suggestions.length === 0 && !isUsed) return null
  return (
    <Stack gap={4}>
      {found.suggestions[0] === undefined ? null : (
        <Text size="xs" c="dimmed">
          {found.suggestions[0].reason} Fill in:
        </Text>
      )}
      <Group gap={6}>
        {found.suggestions.map((suggestion) => (
          <Button key={suggestion.id} size="compact-xs" variant="light" onClick={() => onUse(suggestion)}>
            {suggestion.label}
          </Button>
        ))}
        {isUsed ? (
          <Button size="compact-xs" variant="subtle" color="gray" onClick={onClear}>
            Empty the table
          </Button>
        ) : null}
      </Group>
    </Stack>
  )
}

function OtherFields({
  others,
  onOthers,
}: {
  readonly others: OtherValues
  readonly onOthers: (others: OtherValues) => void
}) {
  const isText = typeof others !== 'string'
  return (
    <Group gap="xs" align="flex-end" grow>
      <Select
        size="xs"
        label="All other values"
        allowDeselect={false}
        data={[
          { value: 'leave', label: 'stay as they are' },
          { value: 'blank', label: 'become a blank' },
          { value: 'refuse', label: 'are not sent, and it is said' },
          { value: 'text', label: 'become this text' },
        ]}
        value={isText ? 'text' : others}
        onChange={(value) => {
          if (value === 'text') onOthers({ value: 'other' })
          else if (value !== null) onOthers(value)
        }}
      />
      {isText ? (
        <TextInput
          size="xs"
          aria-label="What all other values become"
          maxLength={1000}
          value={others.value}
          onChange={(event) => onOthers({ value: event.currentTarget.value })}
        />
      ) : null}
    </Group>
  )
}

function withPair(pairs: readonly ValuePair[], from: string, to: string | null): readonly ValuePair[] {
  const at = pairs.findIndex((one) => one.from === from)
  if (to === null) return pairs.filter((_, index) => index !== at)
  return at === -1 ? [...pairs, { from, to }] : pairs.with(at, { from, to })
}

/** What the suggestion says nothing of stays. */
function withPairs(pairs: readonly ValuePair[], suggested: readonly ValuePair[]): readonly ValuePair[] {
  const known = new Set(suggested.map(({ from }) => from))
  return [...pairs.filter(({ from }) => !known.has(from)), ...suggested]
}
