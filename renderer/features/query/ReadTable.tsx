import { ActionIcon, Loader, Text } from '@mantine/core'
import { IconPlayerStop, IconRefresh } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { QueryTable, QueryTableReads } from '../../../shared/contract/queries.ts'
import { AppError } from '../../../shared/errors.ts'
import { useEngine } from '../../EngineContext.tsx'
import { useNow } from '../../useNow.ts'
import { usePush } from '../../usePush.ts'
import { useSaidErrors } from '../../useSaidErrors.ts'
import { ago, count } from '../../words.ts'

export interface ReadingTable {
  readonly start: () => void
  readonly stop: () => void
  readonly isReading: boolean
  /** So far. */
  readonly rows: number
}

/** Reads the rows of a table from its account. What was read before it is stopped is kept, and the next goes on. */
export function useReadTable({ name, reads }: QueryTable): ReadingTable {
  const { engine } = useEngine()
  const stopper = useRef<AbortController | null>(null)
  const [rows, setRows] = useState(0)
  const reading = useMutation({
    mutationFn: async ({ connection, type }: QueryTableReads) => {
      stopper.current = new AbortController()
      setRows(0)
      return engine.objects.refresh({ connection, types: [type] }, stopper.current.signal)
    },
  })
  usePush('objects.progress', (news) => {
    if (news.connection === reads?.connection && news.title === reads.title) setRows(news.rows)
  })
  const { error } = reading
  useSaidErrors(
    `${name} could not be read`,
    error instanceof AppError && error.code === 'cancelled' ? null : error,
  )
  return {
    start() {
      if (reads !== null) reading.mutate(reads)
    },
    stop: () => stopper.current?.abort(),
    isReading: reading.isPending,
    rows,
  }
}

export function ReadTableButton({
  name,
  reading,
}: {
  readonly name: string
  readonly reading: ReadingTable
}) {
  const words = reading.isReading ? `Stop reading ${name}` : `Read ${name}`
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={22}
      aria-label={words}
      title={words}
      onClick={reading.isReading ? reading.stop : reading.start}
    >
      {reading.isReading ? <IconPlayerStop size={14} /> : <IconRefresh size={14} />}
    </ActionIcon>
  )
}

/** How old it is, or how far its reading. */
export function TableAge({
  reads,
  reading,
}: {
  readonly reads: QueryTableReads
  readonly reading: ReadingTable
}) {
  const now = useNow(60_000)
  if (reading.isReading)
    return (
      <Text span size="xs" c="dimmed" className="figures" aria-live="polite">
        <Loader size={10} aria-hidden /> {count(reading.rows)} read
      </Text>
    )
  return (
    <Text span size="xs" c="dimmed" className="figures">
      {reads.readAt === null ? 'not read yet' : `read ${ago(Date.parse(reads.readAt), now)}`}
    </Text>
  )
}
