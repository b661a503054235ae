import { ActionIcon, Button, Group, Menu, Paper, Stack, Table, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { useMutation } from '@tanstack/react-query'
import { IconDots, IconKey, IconPlayerPause, IconRefresh, IconTable, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReplicationResult, ReplicationView } from '../../../shared/contract/replications.ts'
import { fromWire } from '../../../shared/errors.ts'
import { ConnectionChip } from '../../components/ConnectionChip.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { useNow } from '../../useNow.ts'
import { useSaidErrors } from '../../useSaidErrors.ts'
import { ago, count, counted, duration, moment } from '../../words.ts'
import { PasswordDialog } from './PasswordDialog.tsx'
import { TablesDialog } from './TablesDialog.tsx'
import { targetWords } from './targetWords.ts'
import { usePauseReplication, useReplicationProgress, useRunReplication } from './useReplications.ts'

/** One copy: where it is, how old, and what can be done with it. */
export function ReplicationCard({ copy }: { readonly copy: ReplicationView }) {
  const { name, account, target, last, passwordKept } = copy
  const progress = useReplicationProgress(copy)
  const run = useRunReplication(copy)
  const pause = usePauseReplication(copy.id)
  const [isAsking, setAsking] = useState(false)
  const [isChoosing, setChoosing] = useState(false)
  const isRunning = run.isPending || progress !== null
  const start = (whole: boolean) => (passwordKept ? run.mutate(whole) : setAsking(true))
  return (
    <Paper component="li" withBorder p="md" bg="var(--lf-surface)" aria-label={name}>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start">
          <Stack gap={2} flex="1 1 300px" miw={0}>
            <Group gap="sm">
              <Text fw={600}>{name}</Text>
              <ConnectionChip service={account.service} name={account.name} colour={account.colour} />
            </Group>
            <Text c="dimmed" size="sm" style={{ overflowWrap: 'anywhere' }}>
              {targetWords(target)}
            </Text>
          </Stack>
          <Group gap="xs" wrap="nowrap">
            {isRunning ? (
              <Button
                variant="default"
                size="xs"
                leftSection={<IconPlayerPause size={14} />}
                loading={pause.isPending}
                onClick={() => pause.mutate()}
              >
                Pause
              </Button>
            ) : (
              <Button size="xs" leftSection={<IconRefresh size={14} />} onClick={() => start(false)}>
                {last === null ? 'Copy now' : last.error === null ? 'Bring up to date' : 'Go on'}
              </Button>
            )}
            <CopyMenu
              copy={copy}
              isRunning={isRunning}
              onWhole={() => start(true)}
              onTables={() => setChoosing(true)}
              onPassword={() => setAsking(true)}
            />
          </Group>
        </Group>
        {isRunning ? (
          <Text size="sm" className="figures" aria-live="polite">
            {progress === null
              ? 'Reading the account…'
              : `${progress.title}, table ${progress.table} of ${progress.tables}: ${counted(progress.rows, 'row')}`}
          </Text>
        ) : last === null ? (
          <Text size="sm" c="dimmed">
            {counted(copy.types.length, 'table')}, nothing copied yet
          </Text>
        ) : (
          <LastRun last={last} name={name} />
        )}
      </Stack>
      <TablesDialog copy={copy} opened={isChoosing} onClose={() => setChoosing(false)} />
      <PasswordDialog copy={copy} opened={isAsking} onClose={() => setAsking(false)} />
    </Paper>
  )
}

function LastRun({ last, name }: { readonly last: ReplicationResult; readonly name: string }) {
  const now = useNow(60_000)
  const { tables, error, endedAt, startedAt } = last
  const isPaused = error?.code === 'cancelled'
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  return (
    <>
      {error === null ? null : isPaused ? (
        <Text size="sm">Paused. What was written is kept, and it goes on from there.</Text>
      ) : (
        <ErrorNote title={`${name} stopped`} error={fromWire(error)} />
      )}
      <details>
        <Text
          component="summary"
          size="sm"
          c="dimmed"
          className="figures"
          title={moment(endedAt)}
          style={{ cursor: 'pointer' }}
        >
          {counted(rows, 'row')} of {counted(tables.length, 'table')} in {duration(endedAt - startedAt)},{' '}
          {ago(endedAt, now)}
        </Text>
        {tables.length === 0 ? null : (
          <Table mt="xs" className="figures" verticalSpacing={4} maw={620}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Table</Table.Th>
                <Table.Th ta="right">Rows</Table.Th>
                <Table.Th>Read</Table.Th>
                <Table.Th ta="right">Marked as deleted</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {tables.map((table) => (
                <Table.Tr key={table.type}>
                  <Table.Td>{table.title}</Table.Td>
                  <Table.Td ta="right">{count(table.rows)}</Table.Td>
                  <Table.Td>{table.isWhole ? 'everything' : 'what is new'}</Table.Td>
                  <Table.Td ta="right">{table.deleted === 0 ? '' : count(table.deleted)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </details>
    </>
  )
}

interface CopyMenuProps {
  readonly copy: ReplicationView
  readonly isRunning: boolean
  readonly onWhole: () => void
  readonly onTables: () => void
  readonly onPassword: () => void
}

function CopyMenu({ copy, isRunning, onWhole, onTables, onPassword }: CopyMenuProps) {
  const { engine } = useEngine()
  const { id, name, target } = copy
  const remove = useMutation({ mutationFn: () => engine.replications.remove({ replication: id }) })
  useSaidErrors(`${name} could not be removed`, remove.error)
  const ask = () =>
    modals.openConfirmModal({
      title: `Forget the copy ${name}?`,
      children: 'Its password goes with it. The database and its tables are yours and stay as they are.',
      labels: { confirm: 'Forget the copy', cancel: 'Keep it' },
      confirmProps: { color: 'red' },
      onConfirm: () => remove.mutate(),
    })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label={`More to do with ${name}`} disabled={isRunning}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconRefresh size={16} />} onClick={onWhole}>
          Read everything again
        </Menu.Item>
        <Menu.Item leftSection={<IconTable size={16} />} onClick={onTables}>
          Choose its tables
        </Menu.Item>
        {target.is === 'sqlite' ? null : (
          <Menu.Item leftSection={<IconKey size={16} />} onClick={onPassword}>
            Give the password again
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<IconTrash size={16} />} color="red" onClick={ask}>
          Forget this copy
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
