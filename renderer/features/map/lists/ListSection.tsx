import { Stack, Text } from '@mantine/core'
import type { ListColumn } from '../../../../shared/lists/listColumns.ts'
import { usualSeparators } from '../../../../shared/values/cellList.ts'
import { SearchPicker } from '../../../components/SearchPicker.tsx'
import { type MapScene, useMap } from '../MapContext.tsx'
import { kindWords } from '../mapWords.ts'
import { ListTable } from './ListTable.tsx'

export function listSummary({ spec, source, connector }: MapScene): string {
  const lists = spec.lists ?? []
  if (lists.length === 0) return `No column names ${kindWords[listKind(connector)].many.toLowerCase()}`
  return lists.map(({ column }) => source.columns[column]?.name ?? 'a column that is gone').join(', ')
}

/** What values of a column can be: Kit's tags, Klaviyo's lists. */
export function listKind({ audiences }: Pick<MapScene['connector'], 'audiences'>): ListColumn['kind'] {
  return audiences.find(({ canCreate }) => canCreate)?.kind ?? audiences[0]?.kind ?? 'tag'
}

/** Columns such as `vip; newsletter`, each value of which is a tag or a list. */
export function ListSection() {
  const { spec, source, connector, edit } = useMap()
  const kind = listKind(connector)
  const lists = spec.lists ?? []
  const free = source.columns.filter(({ index }) => !lists.some(({ column }) => column === index))
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        Where cells hold lists such as “vip; newsletter”, each value can be a {kindWords[kind].one} of its
        own.
      </Text>
      {lists.map((list) => (
        <ListTable key={list.column} list={list} />
      ))}
      <SearchPicker
        label={`Column that names ${kindWords[kind].many.toLowerCase()}`}
        searchWords="Search the columns"
        quiet
        options={free.map(({ index, name }) => ({ value: String(index), label: name, group: 'Columns' }))}
        onPick={(value) => {
          const column = Number(value)
          edit({ of: 'list', column, list: { column, kind, separators: usualSeparators, values: [] } })
        }}
      >
        {`Choose a column`}
      </SearchPicker>
    </Stack>
  )
}
