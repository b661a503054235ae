import { Anchor, Button, Group, Text, TextInput, Title } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import type { Column, Mapping } from '../../../shared/model.ts'
import { foldSearch } from '../../../shared/values/foldSearch.ts'
import { count, counted } from '../../words.ts'
import { ColumnRow } from './ColumnRow.tsx'
import { targetOf } from './fieldOptions.ts'
import classes from './Map.module.css'
import { useMap } from './MapContext.tsx'
import { SuggestSwitch } from './SuggestSwitch.tsx'

/** The columns of the file on the left, what each of them fills on the right. */
export function ColumnList() {
  const { source, spec } = useMap()
  const [open, setOpen] = useState<number | null>(null)
  const [search, setSearch] = useState('')
  const [most, setMost] = useState(drawnAtOnce)
  const ignored = source.columns.filter(({ index }) => targetOf(spec.mapping, index).is === 'ignored')
  const isLong = source.columns.length > drawnAtOnce
  const found = findColumns(source.columns, spec.mapping, search)
  const drawn = found.slice(0, most)
  const more = found.length - drawn.length
  return (
    <section aria-labelledby="columns-title">
      <Group justify="space-between" mb={6}>
        <Title order={2} fz="h3" id="columns-title">
          {counted(source.columns.length, 'column')} of the file
        </Title>
        <Group gap="md">
          <Text size="sm" c="dimmed">
            {ignored.length === 0 ? 'All are used' : `${count(ignored.length)} not sent`}
          </Text>
          <SuggestSwitch />
        </Group>
      </Group>
      {isLong ? (
        <TextInput
          mb="xs"
          aria-label="Search the columns of the file"
          placeholder="Search the columns; those that are sent come first"
          leftSection={<IconSearch size={16} />}
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value)
            setMost(drawnAtOnce)
          }}
        />
      ) : null}
      <ul className={classes.list}>
        {drawn.map((column) => (
          <ColumnRow
            key={column.index}
            column={column}
            isOpen={open === column.index}
            onOpen={(isOpen) => setOpen(isOpen ? column.index : null)}
          />
        ))}
      </ul>
      {isLong && found.length === 0 ? (
        <Text size="sm" c="dimmed" mt="xs" role="status">
          No column has that in its name.
        </Text>
      ) : null}
      {more > 0 ? (
        <Group mt="xs" gap="sm">
          <Button variant="default" size="xs" onClick={() => setMost(most + drawnAtOnce)}>
            Show {count(Math.min(more, drawnAtOnce))} more
          </Button>
          <Text size="sm" c="dimmed">
            {counted(more, 'column')} below these
          </Text>
        </Group>
      ) : null}
      {source.columns.length === 1 ? (
        <Text size="sm" mt="xs">
          Only one column? Perhaps the cells are separated by another character.{' '}
          <Anchor href="#/sync/import">Look at it in Import</Anchor>
        </Text>
      ) : null}
    </section>
  )
}

/** More are drawn when asked for: a file may have 16,384. */
const drawnAtOnce = 100

/** By their names; in a list too long to be looked through, those that are used come first. */
function findColumns(columns: readonly Column[], mapping: Mapping, search: string): readonly Column[] {
  if (columns.length <= drawnAtOnce) return columns
  const wanted = foldSearch(search)
  const found = columns.filter(({ name }) => foldSearch(name).includes(wanted))
  const isUsed = ({ index }: Column) => targetOf(mapping, index).is !== 'ignored'
  return [...found.filter(isUsed), ...found.filter((column) => !isUsed(column))]
}
