import { ActionIcon, ScrollArea, Text, TextInput, UnstyledButton } from '@mantine/core'
import { IconChevronRight, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import type { QueryTable } from '../../../shared/contract/queries.ts'
import { foldSearch } from '../../../shared/values/foldSearch.ts'
import { AddFile } from './AddFile.tsx'
import classes from './Query.module.css'
import { ReadTableButton, TableAge, useReadTable } from './ReadTable.tsx'

interface SchemaBrowserProps {
  readonly tables: readonly QueryTable[]
  /** Puts a name into the query. */
  readonly onName: (name: string) => void
}

const groups = [
  { of: 'everything', title: 'Everything' },
  { of: 'account', title: 'Accounts, field by field' },
  { of: 'file', title: 'Imported files' },
] as const

/** What can be asked: every table with its columns, and what they hold. A name that is pressed goes into the query. */
export function SchemaBrowser({ tables, onName }: SchemaBrowserProps) {
  const [search, setSearch] = useState('')
  const part = foldSearch(search)
  const found = tables.filter((table) => part === '' || textOf(table).includes(part))
  return (
    <aside className={classes.schema} aria-label="Tables">
      <TextInput
        size="xs"
        aria-label="Find a table or a column"
        placeholder="Find a table or column"
        leftSection={<IconSearch size={14} />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <ScrollArea
        className={classes.tables ?? ''}
        type="auto"
        offsetScrollbars="present"
        viewportProps={{ tabIndex: -1 }}
      >
        {groups.map(({ of, title }) => {
          const ofGroup = found.filter((table) => table.of === of)
          if (ofGroup.length === 0) return null
          return (
            <section key={of} aria-label={title}>
              <Text size="xs" c="dimmed" fw={600} mt="sm" mb={2}>
                {title}
              </Text>
              <ul className={classes.names}>
                {ofGroup.map((table) => (
                  <TableEntry key={table.name} table={table} part={part} onName={onName} />
                ))}
              </ul>
            </section>
          )
        })}
        {found.length === 0 ? (
          <Text size="sm" c="dimmed" mt="sm" role="status">
            Nothing is called that.
          </Text>
        ) : null}
      </ScrollArea>
      <AddFile />
    </aside>
  )
}

function TableEntry({
  table,
  part,
  onName,
}: {
  readonly table: QueryTable
  readonly part: string
  readonly onName: (name: string) => void
}) {
  const [isOpened, setOpened] = useState(false)
  const reading = useReadTable(table)
  const isOpen = isOpened || (part !== '' && !foldSearch(table.name).includes(part))
  return (
    <li>
      <div className={classes.table}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={22}
          aria-label={`Columns of ${table.name}`}
          aria-expanded={isOpen}
          onClick={() => setOpened(!isOpen)}
        >
          <IconChevronRight size={14} className={classes.chevron ?? ''} data-open={isOpen || undefined} />
        </ActionIcon>
        <UnstyledButton className={classes.name ?? ''} title={table.about} onClick={() => onName(table.name)}>
          {table.name}
        </UnstyledButton>
        {table.reads === null ? null : <ReadTableButton name={table.name} reading={reading} />}
      </div>
      {table.reads === null ? null : (
        <div className={classes.about}>
          <TableAge reads={table.reads} reading={reading} />
        </div>
      )}
      {isOpen ? (
        <>
          <Text size="xs" c="dimmed" className={classes.about ?? ''}>
            {table.about}
          </Text>
          <ul className={classes.columns}>
            {table.columns.map(({ name, type, about }) => (
              <li key={name}>
                <UnstyledButton
                  className={classes.name ?? ''}
                  title={about === '' ? name : about}
                  onClick={() => onName(name)}
                >
                  {name}
                </UnstyledButton>
                <Text span size="xs" c="dimmed">
                  {type}
                </Text>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </li>
  )
}

function textOf({ name, about, columns }: QueryTable): string {
  return foldSearch([name, about, ...columns.flatMap((column) => [column.name, column.about])].join(' '))
}
