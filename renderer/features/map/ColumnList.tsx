import { Anchor, Group, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { counted } from '../../words.ts'
import { ColumnRow } from './ColumnRow.tsx'
import { targetOf } from './fieldOptions.ts'
import classes from './Map.module.css'
import { useMap } from './MapContext.tsx'
import { SuggestSwitch } from './SuggestSwitch.tsx'

/** The columns of the file on the left, what each of them fills on the right. */
export function ColumnList() {
  const { source, spec } = useMap()
  const [open, setOpen] = useState<number | null>(null)
  const ignored = source.columns.filter(({ index }) => targetOf(spec.mapping, index).is === 'ignored')
  return (
    <section aria-labelledby="columns-title">
      <Group justify="space-between" mb={6}>
        <Title order={2} fz="h3" id="columns-title">
          {counted(source.columns.length, 'column')} of the file
        </Title>
        <Group gap="md">
          <Text size="sm" c="dimmed">
            {ignored.length === 0 ? 'All are used' : `${ignored.length} not sent`}
          </Text>
          <SuggestSwitch />
        </Group>
      </Group>
      <ul className={classes.list}>
        {source.columns.map((column) => (
          <ColumnRow
            key={column.index}
            column={column}
            isOpen={open === column.index}
            onOpen={(isOpen) => setOpen(isOpen ? column.index : null)}
          />
        ))}
      </ul>
      {source.columns.length === 1 ? (
        <Text size="sm" mt="xs">
          Only one column? Perhaps the cells are separated by another character.{' '}
          <Anchor href="#/sync/import">Look at it in Import</Anchor>
        </Text>
      ) : null}
    </section>
  )
}
