import { Button, Menu, ScrollArea, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import {
  IconBulb,
  IconChevronDown,
  IconDeviceFloppy,
  IconFileText,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react'
import { useState } from 'react'
import type { SavedQuery } from '../../../shared/contract/queries.ts'
import { connectionColourOf } from '../../components/connectionColour.ts'
import { useSaidErrors } from '../../useSaidErrors.ts'
import { examples } from './examples.ts'
import { NameQuery } from './NameQuery.tsx'
import type { QueryDraft } from './useQueryDraft.ts'
import { useRemoveQuery, useSavedQueries, useSaveQuery } from './useSavedQueries.ts'

interface SavedMenuProps {
  readonly draft: QueryDraft
  readonly onDraft: (changed: Partial<QueryDraft>) => void
}

/** Saved queries and examples to open, and what can be done with the one that is open. */
export function SavedMenu({ draft, onDraft }: SavedMenuProps) {
  const { data: all = [] } = useSavedQueries()
  const current = all.find(({ id }) => id === draft.saved) ?? null
  const [naming, setNaming] = useState<'none' | 'new' | 'rename'>('none')
  const saving = useSaveQuery()
  const removing = useRemoveQuery()
  useSaidErrors('The query could not be changed', saving.error ?? removing.error)
  const isChanged = current !== null && current.sql !== draft.text
  const open = (text: string, saved: string | null) => onDraft({ text, saved, opened: draft.opened + 1 })
  const remove = ({ id }: SavedQuery) => removing.mutate(id, { onSuccess: () => onDraft({ saved: null }) })
  return (
    <>
      {current === null ? null : (
        <Text size="sm" fw={600} truncate maw={220} title={current.name}>
          {current.name}
          {isChanged ? ' (changed)' : ''}
        </Text>
      )}
      <Button
        variant="default"
        leftSection={<IconDeviceFloppy size={16} />}
        loading={saving.isPending}
        disabled={draft.text.trim() === '' || (current !== null && !isChanged)}
        onClick={() =>
          current === null
            ? setNaming('new')
            : saving.mutate({ id: current.id, name: current.name, sql: draft.text })
        }
      >
        Save
      </Button>
      <Menu position="bottom-end" width={270}>
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={16} />}>
            Open
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <ScrollArea.Autosize mah={420} type="auto">
            {current === null ? null : (
              <>
                <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setNaming('rename')}>
                  Rename
                </Menu.Item>
                <Menu.Item leftSection={<IconDeviceFloppy size={16} />} onClick={() => setNaming('new')}>
                  Save as another
                </Menu.Item>
                <Menu.Item
                  leftSection={<IconTrash size={16} />}
                  c="var(--lf-rejected)"
                  onClick={() => askToDelete(current, () => remove(current))}
                >
                  Delete
                </Menu.Item>
                <Menu.Divider />
              </>
            )}
            {all.length === 0 ? null : <Menu.Label>Saved</Menu.Label>}
            {all.map(({ id, name, sql }) => (
              <Menu.Item key={id} leftSection={<IconFileText size={16} />} onClick={() => open(sql, id)}>
                {name}
              </Menu.Item>
            ))}
            <Menu.Label>Examples</Menu.Label>
            {examples.map(({ name, sql }) => (
              <Menu.Item key={name} leftSection={<IconBulb size={16} />} onClick={() => open(sql, null)}>
                {name}
              </Menu.Item>
            ))}
          </ScrollArea.Autosize>
        </Menu.Dropdown>
      </Menu>
      {naming === 'none' ? null : (
        <NameQuery
          saved={naming === 'rename' ? current : null}
          sql={draft.text}
          onClose={() => setNaming('none')}
          onSaved={({ id }) => {
            setNaming('none')
            onDraft({ saved: id })
          }}
        />
      )}
    </>
  )
}

function askToDelete({ name }: SavedQuery, onConfirm: () => void): void {
  modals.openConfirmModal({
    title: `Delete “${name}”?`,
    children: <Text>The query is gone then. What it looks at stays as it is.</Text>,
    labels: { confirm: 'Delete the query', cancel: 'Keep it' },
    confirmProps: { color: connectionColourOf.red },
    onConfirm,
  })
}
