import { Button, Group, Paper, Text } from '@mantine/core'
import type { AccountWait } from '../../../shared/contract/connections.ts'
import type { MirrorView } from '../../../shared/contract/people.ts'
import { ConnectionChip } from '../../components/ConnectionChip.tsx'
import { useSaidErrors } from '../../useSaidErrors.ts'
import { ago, count, counted, duration, moment } from '../../words.ts'
import { useNow } from '../../useNow.ts'
import { type ReadingEveryone, useReadEveryone } from './useReadEveryone.ts'

/** What is known of one account and how old that is; reads everyone anew. */
export function MirrorCard({ mirror }: { readonly mirror: MirrorView }) {
  const { connection, service, name, colour } = mirror
  const reading = useReadEveryone(connection)
  useSaidErrors(`${service} · ${name} could not be read`, reading.error)
  return (
    <Paper withBorder px="sm" py="xs" bg="var(--lf-surface)" h="100%">
      <Group justify="space-between" gap="4px 8px">
        <ConnectionChip service={service} name={name} colour={colour} />
        <Button
          variant="default"
          size="compact-sm"
          flex="none"
          loading={reading.isReading}
          onClick={reading.start}
          aria-label={`Read everyone now: ${service} · ${name}`}
        >
          Read everyone now
        </Button>
      </Group>
      {reading.isReading ? <Progress reading={reading} service={service} /> : <Age mirror={mirror} />}
    </Paper>
  )
}

function Age({ mirror: { people, left, readAt } }: { readonly mirror: MirrorView }) {
  const now = useNow(60_000)
  return (
    <Text size="sm" c="dimmed" className="figures" title={readAt === null ? undefined : moment(readAt)}>
      {people === 0 && readAt === null ? 'Nobody read yet' : counted(people, 'person', 'people')}
      {left > 0 ? `, ${count(left)} of them left` : ''}
      {readAt !== null ? `; read ${ago(readAt, now)}` : people > 0 ? '; only those of earlier files' : ''}
    </Text>
  )
}

function Progress({ reading, service }: { readonly reading: ReadingEveryone; readonly service: string }) {
  const now = useNow(1000)
  const { people, waiting } = reading
  const leftMs = waiting === null ? 0 : waiting.at + waiting.what.ms - now
  return (
    <Text size="sm" c="dimmed" className="figures" aria-live="polite">
      {count(people)} read so far
      {waiting === null || leftMs <= 0
        ? ''
        : `; ${waitWords(waiting.what.why, service)} ${duration(Math.max(1000, leftMs))}`}
    </Text>
  )
}

function waitWords(why: AccountWait['why'], service: string): string {
  switch (why) {
    case 'limit':
      return 'waiting for the account’s limit'
    case 'retry-after':
      return `${service} asked for a pause of`
    case 'retry':
      return 'no answer; trying again in'
    case 'verify':
      return 'another run is read back in'
  }
}
