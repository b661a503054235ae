import { ActionIcon, Button, Group, Menu } from '@mantine/core'
import {
  IconBookmarkPlus,
  IconChevronDown,
  IconFileSpreadsheet,
  IconListDetails,
  IconPlayerPlay,
  IconPlus,
  IconPrinter,
  IconRepeat,
} from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Receipt } from '../../../shared/contract/runs.ts'
import { useSaveExport } from '../../useSaveExport.ts'
import { canGoOn, isUnderWay } from '../run/runPhase.ts'
import { UndoMenu } from '../undo/UndoMenu.tsx'
import { SaveAsSync } from '../../components/SaveAsSync.tsx'
import { useSameFileAgain } from './useSameFileAgain.ts'

/** What to do next: go on, print, save as a sync, again, anew. */
export function ResultActions({ receipt }: { readonly receipt: Receipt }) {
  const [isSaving, setSaving] = useState(false)
  const files = useSaveExport()
  const again = useSameFileAgain(receipt)
  const { id: run } = receipt
  return (
    <Group gap="xs" wrap="nowrap" flex="none">
      {canGoOn(receipt) || isUnderWay(receipt) ? (
        <Button component={Link} href={`/sync/run/${run}`} leftSection={<IconPlayerPlay size={16} />}>
          {isUnderWay(receipt) ? 'Watch the run' : 'Go on with it'}
        </Button>
      ) : null}
      <Button
        variant="default"
        leftSection={<IconPrinter size={16} />}
        loading={files.isPending}
        title="The receipt as one page, to print or to send"
        onClick={() => files.mutate((exports) => exports.receipt({ run }))}
      >
        Print or send
      </Button>
      <UndoMenu receipt={receipt} />
      {receipt.undoes === null ? (
        <Button
          variant="default"
          leftSection={<IconBookmarkPlus size={16} />}
          onClick={() => setSaving(true)}
        >
          Save as a sync
        </Button>
      ) : null}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label="More to do with this run">
            <IconChevronDown size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconFileSpreadsheet size={16} />}
            onClick={() => files.mutate((exports) => exports.rows({ run, outcome: null }))}
          >
            All rows with their outcome, as CSV
          </Menu.Item>
          <Menu.Item
            leftSection={<IconListDetails size={16} />}
            onClick={() => files.mutate((exports) => exports.requests({ run }))}
          >
            Request list, as CSV
          </Menu.Item>
          <Menu.Divider />
          {receipt.undoes === null ? (
            <Menu.Item leftSection={<IconRepeat size={16} />} onClick={() => again.mutate()}>
              Run the same file again
            </Menu.Item>
          ) : null}
          <Menu.Item component={Link} href="/sync/import" leftSection={<IconPlus size={16} />}>
            New sync
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <SaveAsSync of={receipt} opened={isSaving} onClose={() => setSaving(false)} />
    </Group>
  )
}
