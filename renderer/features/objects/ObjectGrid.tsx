import { Button, Group, Text } from '@mantine/core'
import { IconInbox, IconRefresh, IconUserSearch } from '@tabler/icons-react'
import { useMemo } from 'react'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import type { ObjectTypeView, ObjectView } from '../../../shared/contract/objects.ts'
import { CutText } from '../../components/CutText.tsx'
import { DataGrid } from '../../components/DataGrid.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import type { GridColumn } from '../../components/grid/gridColumns.ts'
import { GridSkeleton } from '../../components/GridSkeleton.tsx'
import { OpenButton } from '../../components/OpenButton.tsx'
import { count, counted } from '../../words.ts'
import { AccountErrorNote } from '../sync/AccountErrorNote.tsx'
import { everything, type ObjectFilters } from './objectQuery.ts'
import { cellWords, columnsShown, leadField, objectName, valueOf } from './objectWords.ts'
import { useObjects } from './useObjects.ts'

interface ObjectGridProps {
  readonly account: ConnectionView
  readonly type: ObjectTypeView
  readonly filters: ObjectFilters
  /** Everything that the list needs is known. */
  readonly isAskable: boolean
  readonly onOpen: (object: ObjectView) => void
}

/** The things of one kind, read from the service as they come into sight. */
export function ObjectGrid({ account, type, filters, isAskable, onOpen }: ObjectGridProps) {
  const found = useObjects({ connection: account.id, type: type.id, filters, enabled: isAskable })
  const { objects, hasMore, isReading, error, onRange, again } = found
  const columns = useMemo(() => columnsOf(type, objects, onOpen), [type, objects, onOpen])
  if (!isAskable)
    return (
      <EmptyState
        icon={IconUserSearch}
        title="Whose tags?"
        words="Type the id of a subscriber. It stands in the address of their page in Kit, and in the list of subscribers."
      />
    )
  if (error !== null && objects.length === 0)
    return <AccountErrorNote title={`The ${type.many} could not be read`} error={error} onAgain={again} />
  if (objects.length === 0)
    return isReading ? (
      <GridSkeleton label={`Reading the ${type.many}`} />
    ) : (
      <Nothing account={account} type={type} filters={filters} />
    )
  return (
    <>
      <Group gap="xs" wrap="nowrap" justify="space-between">
        <Text size="sm" c="dimmed" aria-live="polite" className="figures">
          {hasMore
            ? `The first ${count(objects.length)} ${type.many}; more are read as you go down`
            : counted(objects.length, type.one, type.many)}
        </Text>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconRefresh size={14} />}
          loading={isReading}
          onClick={again}
        >
          Read again
        </Button>
      </Group>
      {error === null ? null : (
        <AccountErrorNote title="The rest could not be read" error={error} onAgain={again} />
      )}
      <DataGrid
        key={JSON.stringify(filters)}
        label={type.title}
        count={objects.length + (hasMore && error === null ? 1 : 0)}
        columns={columns}
        rowAt={(index) => objects[index]}
        onRange={onRange}
        onOpen={onOpen}
      />
    </>
  )
}

function Nothing({ account, type, filters }: Pick<ObjectGridProps, 'account' | 'type' | 'filters'>) {
  const isAll = JSON.stringify(filters) === JSON.stringify(everything)
  return isAll ? (
    <EmptyState
      icon={IconInbox}
      title={`No ${type.many} yet`}
      words={`${account.serviceTitle} · ${account.name} has none that can be seen. ${type.sees}`}
    />
  ) : (
    <Text c="dimmed" role="status">
      No {type.many} are like that. Choose a shorter part of the name, or fewer filters.
    </Text>
  )
}

function columnsOf(
  type: ObjectTypeView,
  objects: readonly ObjectView[],
  onOpen: (object: ObjectView) => void,
): readonly GridColumn<ObjectView>[] {
  const lead = leadField(type)
  return columnsShown(type, objects).map((field) => ({
    key: field.id,
    title: field.label,
    ...widthOf(field, field.id === lead),
    ...(field.type === 'number' && { align: 'end' as const }),
    render: (object) =>
      field.id === lead ? (
        <OpenButton label="Open" onOpen={() => onOpen(object)}>
          {objectName(type, object)}
        </OpenButton>
      ) : (
        <CutText>{cellWords(valueOf(object, field.id), field)}</CutText>
      ),
  }))
}

function widthOf({ id, type }: ObjectTypeView['fields'][number], isLead: boolean) {
  if (isLead) return { width: 200, grow: 2 }
  if (type === 'date') return { width: 150 }
  if (id === 'id' || id.endsWith('_id')) return { width: 110 }
  return { width: 120, grow: 1 }
}
