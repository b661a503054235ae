import { Anchor, Group, Stack, Text, Title } from '@mantine/core'
import { Link } from 'wouter'
import type { MirrorView, PersonDetail } from '../../../shared/contract/people.ts'
import type { RowOutcome } from '../../../shared/model.ts'
import { Meaning } from '../../components/Meaning.tsx'
import { count, moment } from '../../words.ts'
import { UndoRow } from '../undo/UndoRow.tsx'
import { historyOf } from './personHistoryOf.ts'

interface PersonHistoryProps {
  readonly details: readonly PersonDetail[]
  readonly mirrors: readonly MirrorView[]
}

/** Every row of theirs in every run. */
export function PersonHistory({ details, mirrors }: PersonHistoryProps) {
  const rows = historyOf(details)
  return (
    <Stack gap="xs" component="section" aria-labelledby="person-history">
      <Title order={3} id="person-history">
        In runs
      </Title>
      {rows.length === 0 ? <Text c="dimmed">No run of this computer has a row of theirs.</Text> : null}
      {rows.map(({ run, row, outcome, at, source, connection, aboutPeople }) => (
        <Group key={`${run} ${row}`} gap="xs" fz="sm">
          <Anchor component={Link} href={`/history/${run}`} size="sm">
            Run {run}, row {count(row)}
          </Anchor>
          <Meaning of={outcome} />
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {moment(at)}, {source} to{' '}
            {mirrors.find((mirror) => mirror.connection === connection)?.name ?? 'an account'}
          </Text>
          {aboutPeople && wroteSomething.has(outcome) ? <UndoRow run={run} row={row} /> : null}
        </Group>
      ))}
    </Stack>
  )
}

/** Outcomes of which something may be taken back. */
const wroteSomething: ReadonlySet<RowOutcome> = new Set(['written', 'accepted', 'partly-written'])
