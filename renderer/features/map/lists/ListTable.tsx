import { ActionIcon, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useEffect, useEffectEvent } from 'react'
import type { ListColumn, ListValue } from '../../../../shared/lists/listColumns.ts'
import { matchLists } from '../../../../shared/lists/matchLists.ts'
import { foldValue } from '../../../../shared/values/steps/valuesStep.ts'
import { count } from '../../../words.ts'
import classes from '../Map.module.css'
import { useMap } from '../MapContext.tsx'
import { kindWords } from '../mapWords.ts'
import { useListValues } from './useListValues.ts'
import { useMakeAudiences } from './useMakeAudiences.ts'

const nothing = 'nothing'

/** Nobody chooses for more of them one by one; the others are found by their names all the same. */
const mostShown = 200

/** The values of one column of lists and what each puts people into. */
export function ListTable({ list }: { readonly list: ListColumn }) {
  const { source, schema, account, edit } = useMap()
  const found = useListValues(list)
  const name = source.columns[list.column]?.name ?? 'A column that is gone'
  const set = (values: readonly ListValue[]) =>
    edit({ of: 'list', column: list.column, list: { ...list, values } })
  const values = found.data ?? []
  const known = new Map(list.values.map((one) => [foldValue(one.value), one]))
  const open = values.filter(({ value }) => !known.has(foldValue(value)))
  const matched = matchLists(
    open.map(({ value }) => value),
    schema.audiences,
    list.kind,
  )
  // What has the name of a tag is that tag, unless the user says otherwise.
  const onFound = useEffectEvent(() => {
    if (matched.values.length > 0) set([...list.values, ...matched.values])
  })
  useEffect(() => onFound(), [found.data, list.separators, schema.audiences])
  const make = useMakeAudiences(list.kind)
  const makeAll = async () => {
    const made = await make.all(matched.missing)
    set([...list.values, ...made])
  }
  const { one, many } = kindWords[list.kind]
  const options = [
    { value: nothing, label: 'Nothing' },
    ...schema.audiences
      .filter(({ kind, open: takesPeople }) => kind === list.kind && takesPeople)
      .map(({ id, name: label }) => ({ value: id, label })),
  ]
  return (
    <section className={classes.step} aria-label={`${many} from ${name}`}>
      <Group justify="space-between" wrap="nowrap" mb={6}>
        <Text fw={600} truncate title={name}>
          {name}
        </Text>
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={`No ${many.toLowerCase()} from ${name}`}
          onClick={() => edit({ of: 'list', column: list.column, list: null })}
        >
          <IconX size={15} />
        </ActionIcon>
      </Group>
      <Stack gap={8}>
        <TextInput
          size="xs"
          label="Signs between two values"
          description="Each of them is one; a line break always is."
          maxLength={8}
          value={list.separators.replace('\n', '')}
          onChange={(event) =>
            edit({
              of: 'list',
              column: list.column,
              list: { ...list, separators: `${event.currentTarget.value}\n` },
            })
          }
        />
        {found.isError ? (
          <Text size="xs" c="var(--lf-rejected)">
            {found.error.message}
          </Text>
        ) : null}
        {found.isPending ? (
          <Text size="xs" c="dimmed">
            Counting the values of the whole file…
          </Text>
        ) : null}
        <div className={classes.valueTable} role="group" aria-label={`Values of ${name}`}>
          {values.slice(0, mostShown).map(({ value, count: times }) => {
            const chosen = known.get(foldValue(value))
            return (
              <ValueLine
                key={value}
                value={value}
                times={times}
                options={options}
                chosen={chosen === undefined ? null : (chosen.audience?.id ?? nothing)}
                placeholder={`No ${one} yet`}
                onChosen={(id) =>
                  set([
                    ...list.values.filter((some) => foldValue(some.value) !== foldValue(value)),
                    { value, audience: id === nothing ? null : { kind: list.kind, id } },
                  ])
                }
              />
            )
          })}
        </div>
        {values.length > mostShown ? (
          <Text size="xs" c="dimmed">
            The {count(mostShown)} most frequent of {count(values.length)} values. The others go by their
            names.
          </Text>
        ) : null}
        {matched.missing.length > 0 ? (
          <Stack gap={4}>
            <Text size="xs">
              {account.serviceTitle} has no {one} called {quoted(matched.missing)}. Nothing is done for{' '}
              {matched.missing.length === 1 ? 'it' : 'them'} otherwise, and it is said on the rows.
            </Text>
            <Button
              size="compact-sm"
              variant="light"
              loading={make.isMaking}
              style={{ alignSelf: 'start' }}
              onClick={() => void makeAll()}
            >
              Make {count(matched.missing.length)} {matched.missing.length === 1 ? one : many.toLowerCase()}{' '}
              in {account.name}
            </Button>
          </Stack>
        ) : null}
        {make.error === null ? null : (
          <Text size="xs" c="var(--lf-rejected)">
            {make.error.message}
          </Text>
        )}
      </Stack>
    </section>
  )
}

function ValueLine({
  value,
  times,
  options,
  chosen,
  placeholder,
  onChosen,
}: {
  readonly value: string
  readonly times: number
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly chosen: string | null
  readonly placeholder: string
  readonly onChosen: (id: string) => void
}) {
  return (
    <>
      <span className={classes.valueName} title={value}>
        {value}
      </span>
      <span className="figures">{count(times)}</span>
      <Select
        size="xs"
        aria-label={`What ${value} puts people into`}
        placeholder={placeholder}
        searchable
        limit={50}
        allowDeselect={false}
        data={options}
        value={chosen}
        onChange={(id) => id !== null && onChosen(id)}
      />
    </>
  )
}

function quoted(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `“${name}”`)
  return names.length > 5 ? `${shown.join(', ')} and ${count(names.length - 5)} more` : shown.join(', ')
}
