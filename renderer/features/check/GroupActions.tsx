import { Button, Group, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import type { CheckFix, CheckGroup } from '../../../shared/contract/check.ts'
import type { SourceInfo } from '../../../shared/model.ts'
import { count, counted } from '../../words.ts'

/** What can be done with all rows of one problem; each shows first what it would change. */
export function GroupActions({
  group: { kind, column, rows, fixable },
  source,
  onFix,
}: {
  readonly group: CheckGroup
  readonly source: SourceInfo
  readonly onFix: (fix: CheckFix) => void
}) {
  const name = column === null ? '' : (source.columns[column]?.name ?? '')
  return (
    <Group gap="xs" wrap="nowrap" ml="auto">
      {fixable === 0 || column === null ? null : (
        <Button onClick={() => onFix({ how: 'suggested', kind, column })}>
          Fix {fixable === 1 ? 'it' : `all ${count(fixable)}`}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={16} />}>
            {fixable === 0 || column === null ? 'What to do with them' : 'More'}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onFix({ how: 'skip', kind, column })}>
            Skip {rows === 1 ? 'this row' : `these ${counted(rows, 'row')}`}
          </Menu.Item>
          {column === null ? null : (
            <Menu.Item onClick={() => onFix({ how: 'clear', kind, column })}>
              Empty {rows === 1 ? 'this cell' : `these ${counted(rows, 'cell')}`} of {name}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </Group>
  )
}
